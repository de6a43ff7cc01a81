package errand.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The life of each resource that the AWS provider of Terraform knows of what is served: create,
 * read right after it, change, read again, delete, and delete what is gone. The requests are
 * reconstructed from the provider's and the Go SDK's public sources, not recorded: Terraform cannot
 * be installed where these tests run. The provider compares what it reads with what it wrote, so
 * every member is checked to come back as it was sent.
 */
@ExtendWith(SharedServer.class)
final class TerraformTest {
  private static final String AGENT =
      "APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io)"
          + " terraform-provider-aws/5.80.0"
          + " (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.32.6"
          + " os/linux lang/go#1.23.3 md/GOARCH#amd64 md/GOOS#linux api/iot#1.59.2";
  private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";
  private static final String DOCUMENT =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":[\"iot:*\"],\"Effect\":\"Allow\","
          + "\"Resource\":\"*\"}]}";

  private final RunningServer server;
  private final GoSdk go;

  TerraformTest(RunningServer server) {
    this.server = server;
    this.go = new GoSdk(server.doors(), AGENT);
  }

  @AfterEach
  void close() {
    go.close();
  }

  private GoSdk.Reply call(String method, String path, String query, String body) {
    return go.call(method, path, query, body, Map.of());
  }

  private JsonNode done(String method, String path, String body) {
    return done(method, path, "", body);
  }

  private JsonNode done(String method, String path, String query, String body) {
    var reply = call(method, path, query, body);
    assertThat(reply.status()).as("%s %s %s %s", method, path, body, reply).isEqualTo(200);
    return reply.body();
  }

  private void gone(String path) {
    var reply = call("GET", path, "", "");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("ResourceNotFoundException");
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  /** The tags of a resource, as the provider reads them after each create and update. */
  private JsonNode tags(String arn) {
    return done("GET", "/tags", "resourceArn=" + GoSdk.label(arn), "").path("tags");
  }

  private void tag(String arn, String removed, String added) {
    var body = JsonMapper.shared().createObjectNode().put("resourceArn", arn);
    body.putArray("tagKeys").add(removed);
    done("POST", "/untag", body.toString());
    body.remove("tagKeys");
    body.putArray("tags").addObject().put("Key", added).put("Value", "v");
    done("POST", "/tags", body.toString());
    assertThat(tags(arn)).isEqualTo(json("[{\"Key\":\"" + added + "\",\"Value\":\"v\"}]"));
  }

  @Test
  void aws_iot_thing() {
    var type = server.freshName("type");
    done("POST", "/thing-types/" + type, "{}");
    var name = server.freshName("pump:1");
    var path = "/things/" + GoSdk.label(name);

    var made =
        done(
            "POST",
            path,
            "{\"attributePayload\":{\"attributes\":{\"First\":\"examplevalue\"}},"
                + "\"thingTypeName\":\""
                + type
                + "\"}");
    assertThat(made.path("thingArn").asString()).isEqualTo(ARN + "thing/" + name);
    var read = done("GET", path, "");
    assertThat(read.path("thingName").asString()).isEqualTo(name);
    assertThat(read.path("defaultClientId").asString()).isEqualTo(name);
    assertThat(read.path("thingTypeName").asString()).isEqualTo(type);
    assertThat(read.path("attributes")).isEqualTo(json("{\"First\":\"examplevalue\"}"));
    assertThat(read.path("version").asInt()).isEqualTo(1);

    done("PATCH", path, "{\"attributePayload\":{\"attributes\":{}},\"removeThingType\":true}");
    var changed = done("GET", path, "");
    assertThat(changed.has("thingTypeName")).isFalse();
    assertThat(changed.path("attributes").isEmpty()).isTrue();
    assertThat(changed.path("version").asInt()).isEqualTo(2);

    done("DELETE", path, "");
    gone(path);
    done("DELETE", path, "");
  }

  @Test
  void aws_iot_thing_type() {
    var name = server.freshName("type");
    var path = "/thing-types/" + name;
    var properties = "{\"searchableAttributes\":[\"b\",\"a\"],\"thingTypeDescription\":\"a pump\"}";

    var made =
        done(
            "POST",
            path,
            "{\"tags\":[{\"Key\":\"k1\",\"Value\":\"v1\"}],\"thingTypeProperties\":"
                + properties
                + "}");
    var arn = made.path("thingTypeArn").asString();
    var read = done("GET", path, "");
    assertThat(read.path("thingTypeProperties")).isEqualTo(json(properties));
    assertThat(read.path("thingTypeMetadata").path("deprecated").asBoolean()).isFalse();
    assertThat(tags(arn)).isEqualTo(json("[{\"Key\":\"k1\",\"Value\":\"v1\"}]"));

    done("POST", path + "/deprecate", "{\"undoDeprecate\":false}");
    assertThat(done("GET", path, "").path("thingTypeMetadata").path("deprecated").asBoolean())
        .isTrue();
    done("POST", path + "/deprecate", "{\"undoDeprecate\":true}");
    assertThat(done("GET", path, "").path("thingTypeMetadata").path("deprecated").asBoolean())
        .isFalse();
    tag(arn, "k1", "k2");

    done("POST", path + "/deprecate", "{}");
    done("DELETE", path, "");
    gone(path);
  }

  @Test
  void aws_iot_thing_group_and_its_membership() {
    var parent = server.freshName("plant");
    var name = server.freshName("line");
    var thing = server.thing();
    done("POST", "/thing-groups/" + parent, "{}");
    var path = "/thing-groups/" + name;

    var made =
        done(
            "POST",
            path,
            "{\"parentGroupName\":\""
                + parent
                + "\",\"tags\":[{\"Key\":\"k1\",\"Value\":\"v1\"}],"
                + "\"thingGroupProperties\":{\"attributePayload\":{\"attributes\":{\"One\":\"11\"}},\"thingGroupDescription\":\"one"
                + " line\"}}");
    var read = done("GET", path, "");
    assertThat(read.path("thingGroupId")).isEqualTo(made.path("thingGroupId"));
    assertThat(read.path("thingGroupMetadata").path("parentGroupName").asString())
        .isEqualTo(parent);
    assertThat(
            read.path("thingGroupMetadata")
                .path("rootToParentThingGroups")
                .path(0)
                .path("groupArn")
                .asString())
        .isEqualTo(ARN + "thinggroup/" + parent);
    assertThat(read.path("thingGroupProperties"))
        .isEqualTo(
            json(
                "{\"thingGroupDescription\":\"one line\","
                    + "\"attributePayload\":{\"attributes\":{\"One\":\"11\"}}}"));
    tag(made.path("thingGroupArn").asString(), "k1", "k2");

    done(
        "PATCH",
        path,
        "{\"expectedVersion\":1,\"thingGroupProperties\":{\"attributePayload\":{\"attributes\":{}},"
            + "\"thingGroupDescription\":\"\"}}");
    var changed = done("GET", path, "");
    assertThat(changed.path("version").asInt()).isEqualTo(2);
    assertThat(
            changed
                .path("thingGroupProperties")
                .path("attributePayload")
                .path("attributes")
                .isEmpty())
        .isTrue();
    assertThat(changed.path("thingGroupProperties").path("thingGroupDescription").asString(""))
        .isEmpty();

    var member = "{\"thingGroupName\":\"" + name + "\",\"thingName\":\"" + thing + "\"}";
    done("PUT", "/thing-groups/addThingToThingGroup", member);
    assertThat(done("GET", "/things/" + thing + "/thing-groups", "").path("thingGroups"))
        .isEqualTo(
            json(
                "[{\"groupName\":\""
                    + name
                    + "\",\"groupArn\":\""
                    + ARN
                    + "thinggroup/"
                    + name
                    + "\"}]"));
    done("PUT", "/thing-groups/removeThingFromThingGroup", member);
    assertThat(done("GET", "/things/" + thing + "/thing-groups", "").path("thingGroups").isEmpty())
        .isTrue();

    done("DELETE", path, "");
    gone(path);
  }

  @Test
  void aws_iot_policy_and_its_attachment_to_a_certificate_with_its_thing() {
    var thing = server.thing();
    var name = "a_+=,.@-" + server.freshName("policy");
    var path = "/policies/" + GoSdk.label(name);
    var body = JsonMapper.shared().createObjectNode().put("policyDocument", DOCUMENT);
    body.putArray("tags").addObject().put("Key", "k1").put("Value", "v1");
    var version = JsonMapper.shared().createObjectNode().put("policyDocument", DOCUMENT);

    var arn = done("POST", path, body.toString()).path("policyArn").asString();
    var read = done("GET", path, "");
    assertThat(read.path("policyDocument").asString()).isEqualTo(DOCUMENT);
    assertThat(read.path("defaultVersionId").asString()).isEqualTo("1");
    assertThat(tags(arn)).isEqualTo(json("[{\"Key\":\"k1\",\"Value\":\"v1\"}]"));
    tag(arn, "k1", "k2");
    for (var n = 2; n <= 5; n++) {
      done("POST", path + "/version", "setAsDefault=true", version.toString());
    }
    var full = call("POST", path + "/version", "setAsDefault=true", version.toString());
    assertThat(full.error()).isEqualTo("VersionsLimitExceededException");
    done("DELETE", path + "/version/1", "");
    done("POST", path + "/version", "setAsDefault=true", version.toString());
    assertThat(done("GET", path, "").path("defaultVersionId").asString()).isEqualTo("6");

    var csr =
        JsonMapper.shared()
            .createObjectNode()
            .put("certificateSigningRequest", DeviceKeys.request("device").csrPem());
    var made = done("POST", "/certificates", "setAsActive=true", csr.toString());
    var certificate = "/certificates/" + made.path("certificateId").asString();
    var described = done("GET", certificate, "").path("certificateDescription");
    assertThat(described.path("status").asString()).isEqualTo("ACTIVE");
    assertThat(described.path("certificatePem")).isEqualTo(made.path("certificatePem"));

    var target = made.path("certificateArn").asString();
    var attachment = JsonMapper.shared().createObjectNode().put("target", target).toString();
    var attached = "/attached-policies/" + GoSdk.label(target);
    done("PUT", "/target-policies/" + GoSdk.label(name), attachment);
    var policies = done("POST", attached, "").path("policies");
    assertThat(policies.path(0).path("policyName").asString()).isEqualTo(name);

    var principals = "/things/" + thing + "/principals";
    var principal = Map.of("X-Amzn-Principal", target);
    assertThat(go.call("PUT", principals, "", "", principal).status()).isEqualTo(200);
    assertThat(done("GET", principals, "").path("principals"))
        .isEqualTo(json("[\"" + target + "\"]"));
    assertThat(go.call("DELETE", principals, "", "", principal).status()).isEqualTo(200);

    assertThat(call("DELETE", path, "", "").error()).isEqualTo("DeleteConflictException");
    done("POST", "/target-policies/" + GoSdk.label(name), attachment);
    assertThat(done("POST", attached, "").path("policies").isEmpty()).isTrue();
    for (var each : done("GET", path + "/version", "").path("policyVersions")) {
      if (!each.path("isDefaultVersion").asBoolean()) {
        done("DELETE", path + "/version/" + each.path("versionId").asString(), "");
      }
    }
    done("DELETE", path, "");
    gone(path);
    done("PUT", certificate, "newStatus=INACTIVE", "");
    done("DELETE", certificate, "");
    gone(certificate);
  }

  @Test
  void aws_iot_certificate_with_keys_of_the_server() {
    var made = done("POST", "/keys-and-certificate", "setAsActive=false", "");
    assertThat(made.path("keyPair").path("PrivateKey").asString()).contains("PRIVATE KEY");
    var path = "/certificates/" + made.path("certificateId").asString();
    assertThat(done("GET", path, "").path("certificateDescription").path("status").asString())
        .isEqualTo("INACTIVE");

    done("PUT", path, "newStatus=ACTIVE", "");
    done("PUT", path, "newStatus=INACTIVE", "");
    done("DELETE", path, "");
    gone(path);
  }

  @Test
  void aws_iot_event_configurations() {
    var all = JsonMapper.shared().createObjectNode();
    var types = all.putObject("eventConfigurations");
    for (var type :
        new String[] {
          "THING", "THING_GROUP", "THING_TYPE", "THING_GROUP_MEMBERSHIP", "THING_GROUP_HIERARCHY",
          "THING_TYPE_ASSOCIATION", "JOB", "JOB_EXECUTION", "POLICY", "CERTIFICATE",
          "CA_CERTIFICATE"
        }) {
      types.putObject(type).put("Enabled", type.equals("CA_CERTIFICATE"));
    }

    done("PATCH", "/event-configurations", all.toString());
    assertThat(done("GET", "/event-configurations", "").path("eventConfigurations"))
        .isEqualTo(types);
    types.putObject("CA_CERTIFICATE").put("Enabled", false);
    done("PATCH", "/event-configurations", all.toString());
    assertThat(done("GET", "/event-configurations", "").path("eventConfigurations"))
        .isEqualTo(types);
  }

  @Test
  void aws_iot_indexing_configuration() {
    var wanted =
        json(
            """
            {"thingGroupIndexingConfiguration": {"thingGroupIndexingMode": "ON"},
             "thingIndexingConfiguration": {
               "customFields": [{"name": "attributes.version", "type": "Number"}],
               "deviceDefenderIndexingMode": "VIOLATIONS",
               "filter": {"namedShadowNames": ["thing1shadow", "$package"]},
               "namedShadowIndexingMode": "ON",
               "thingConnectivityIndexingMode": "STATUS",
               "thingIndexingMode": "REGISTRY_AND_SHADOW"}}
            """);
    var before = done("GET", "/indexing/config", "");

    done("POST", "/indexing/config", wanted.toString());
    var read = done("GET", "/indexing/config", "").path("thingIndexingConfiguration");
    for (var member : wanted.path("thingIndexingConfiguration").properties()) {
      assertThat(read.path(member.getKey())).as(member.getKey()).isEqualTo(member.getValue());
    }
    done(
        "POST",
        "/indexing/config",
        "{\"thingIndexingConfiguration\":"
            + before.path("thingIndexingConfiguration")
            + ",\"thingGroupIndexingConfiguration\":{\"thingGroupIndexingMode\":\"OFF\"}}");
  }

  @Test
  void data_aws_iot_endpoint() {
    assertThat(
            done("GET", "/endpoint", "endpointType=iot%3AData-ATS", "")
                .path("endpointAddress")
                .asString())
        .isEqualTo("localhost");
  }
}
