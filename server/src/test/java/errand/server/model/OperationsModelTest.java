package errand.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.Operator;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.IotException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every operation of the service model {@code iot} that is served, called with the AWS SDK: a
 * success, each member at the edges of its range and beyond, and each error the model names. What
 * is served and what a request may hold is asked of the client itself, so nothing can be left out
 * of the table beside without a reason. Source: control-plane 1.2, 2 and 10 [model].
 */
@SuppressWarnings("NonApiType") // Sorted, for readable failures.
final class OperationsModelTest {
  private static final ObjectNode TABLE = Facts.table("iot");

  /** Errors of the service as a whole; throttles have a test of their own. */
  private static final Set<String> OF_ANY_OPERATION =
      Set.of(
          "ThrottlingException",
          "UnauthorizedException",
          "ServiceUnavailableException",
          "InternalFailureException",
          "InternalException",
          "InternalServerException");

  private static final Map<String, Integer> STATUSES =
      Map.ofEntries(
          Map.entry("InvalidRequestException", 400),
          Map.entry("InvalidQueryException", 400),
          Map.entry("MalformedPolicyException", 400),
          Map.entry("ResourceNotFoundException", 404),
          Map.entry("CertificateStateException", 406),
          Map.entry("ResourceAlreadyExistsException", 409),
          Map.entry("ConflictException", 409),
          Map.entry("ConflictingResourceUpdateException", 409),
          Map.entry("ResourceRegistrationFailureException", 400),
          Map.entry("InvalidStateTransitionException", 409),
          Map.entry("VersionConflictException", 409),
          Map.entry("DeleteConflictException", 409),
          Map.entry("VersionsLimitExceededException", 409),
          Map.entry("LimitExceededException", 410));

  private static RunningServer server;
  private static IotClient iot;
  private static Map<String, String> fixtures;

  @BeforeAll
  static void open() {
    server = RunningServer.start(MovableClock.system());
    iot = Sdk.iotWithoutRetries(server.doors());
    var thing = server.thing();
    var job = server.queuedJob(thing);
    var certificate = server.operator().createCertificate(true);
    iot.createThingGroup(r -> r.thingGroupName("group"));
    iot.createThingType(r -> r.thingTypeName("type"));
    iot.createPolicy(
        r ->
            r.policyName("policy")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[
                      {"Effect":"Allow","Action":"iot:Connect","Resource":"*"}]}
                    """));
    fixtures =
        Map.ofEntries(
            Map.entry("$thing", thing),
            Map.entry("$thingArn", Operator.thingArn(thing)),
            Map.entry("$noThingArn", Operator.thingArn("none")),
            Map.entry("$job", job),
            Map.entry("$jobArn", Operator.thingArn("").replace("thing/", "job/" + job)),
            Map.entry("$noJobArn", Operator.thingArn("").replace("thing/", "job/none")),
            Map.entry("$group", "group"),
            Map.entry("$groupArn", Operator.thingArn("").replace("thing/", "thinggroup/group")),
            Map.entry("$type", "type"),
            Map.entry("$policy", "policy"),
            Map.entry("$cert", certificate.arn()),
            Map.entry("$certId", certificate.id()),
            Map.entry("$csr", DeviceKeys.request("device").csrPem()));
  }

  @AfterAll
  static void close() {
    iot.close();
    server.close();
  }

  static List<String> operations() {
    var names = new ArrayList<String>();
    TABLE.properties().forEach(each -> names.add(each.getKey()));
    return names;
  }

  @Test
  void the_table_names_every_operation_that_is_served_and_no_other() {
    var served = new TreeSet<String>();
    for (var operation : SdkCall.operations()) {
      if (served(operation)) {
        served.add(operation);
      }
    }

    assertThat(new TreeSet<>(operations())).isEqualTo(served);
  }

  // Asked with what names nothing, so that nothing comes of it.
  private static boolean served(String operation) {
    var request = JsonMapper.shared().createObjectNode();
    for (var field : SdkCall.shape(operation).sdkFields()) {
      switch (field.location()) {
        case PATH, GREEDY_PATH ->
            request.put(field.locationName(), SdkCall.number(field) ? "0" : "*");
        default -> {}
      }
    }
    try {
      SdkCall.send(iot, operation, request);
      return true;
    } catch (IotException refused) {
      return !refused.awsErrorDetails().errorCode().equals("UnknownOperationException");
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void the_table_names_every_member_and_every_error_of_an_operation(String operation) {
    var row = TABLE.path(operation);
    var reasons = new TreeSet<>(row.path("gaps").propertyNames());
    reasons.addAll(row.path("elsewhere").propertyNames());
    if (reasons.contains("*")) {
      return;
    }
    var members = Members.leaves(SdkCall.shape(operation));
    members.removeAll(row.path("members").propertyNames());
    members.removeAll(reasons);
    if (reasons.contains("terms")) {
      members.removeAll(Facts.members(Facts.of("iot-jobs"), "CreateJob"));
      members.removeAll(List.of("documentSource", "destinationPackageVersions"));
    }
    var errors = SdkCall.errors(operation);
    errors.removeAll(OF_ANY_OPERATION);
    errors.removeAll(row.path("errors").propertyNames());
    errors.removeAll(reasons);

    assertThat(members).as("members of %s", operation).isEmpty();
    assertThat(errors).as("errors of %s", operation).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void the_edges_of_a_member_are_accepted_and_one_beyond_is_refused(String operation) {
    var soft = new SoftAssertions();
    for (var member : TABLE.path(operation).path("members").properties()) {
      for (var value : member.getValue().path("ok")) {
        var answer = answer(operation, member.getKey(), member.getValue(), value);
        soft.assertThat(answer).as("%s.%s %s", operation, member.getKey(), value).isEqualTo("200");
      }
      for (var value : member.getValue().path("no")) {
        var answer = answer(operation, member.getKey(), member.getValue(), value);
        soft.assertThat(answer)
            .as("%s.%s %s", operation, member.getKey(), value)
            .matches("400 (InvalidRequest|MalformedPolicy)Exception");
      }
    }
    soft.assertAll();
  }

  private static String answer(String operation, String member, JsonNode spec, JsonNode value) {
    var row = TABLE.path(operation);
    var around = spec.has("around") ? spec.path("around") : nested(member);
    ObjectNode request = row.path("request").deepCopy().asObject();
    request.setAll((ObjectNode) Facts.replaced(around, Facts.spelledOut(value)));
    return answer(row.path("before"), operation, request);
  }

  private static JsonNode nested(String member) {
    JsonNode node = JsonMapper.shared().getNodeFactory().stringNode("?");
    var names = List.of(member.split("\\."));
    for (var name : names.reversed()) {
      node = JsonMapper.shared().createObjectNode().set(name, node);
    }
    return node;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void an_operation_succeeds_and_has_each_error_of_its_model(String operation) {
    var row = TABLE.path(operation);
    var soft = new SoftAssertions();
    if (!row.path("request").isEmpty() || !row.path("gaps").has("*")) {
      var success = answer(row.path("before"), operation, row.path("request"));
      soft.assertThat(success).as(operation).isEqualTo("200");
    }
    for (var error : row.path("errors").properties()) {
      var spec = error.getValue();
      soft.assertThat(answer(spec.path("before"), operation, spec.path("request")))
          .as("%s %s", operation, spec)
          .isEqualTo(STATUSES.get(error.getKey()) + " " + error.getKey());
    }
    soft.assertAll();
  }

  /** Does what must come before, then the call; its status, and its error when it is refused. */
  private static String answer(JsonNode before, String operation, JsonNode request) {
    var names = new HashMap<>(fixtures);
    for (var variable : List.of("$a", "$b")) {
      names.put(variable, server.freshName("model"));
    }
    if (request.toString().contains("\"$q\"")) {
      var thing = server.thing(); // Of its own, as a notification names few of many jobs.
      names.put("$thing", thing);
      names.put("$q", server.queuedJob(thing));
    }
    for (var step : before) {
      SdkCall.send(iot, step.path(0).asString(), named(step.path(1), names));
    }
    try {
      SdkCall.send(iot, operation, named(request, names));
      return "200";
    } catch (IotException refused) {
      return refused.statusCode() + " " + refused.awsErrorDetails().errorCode();
    }
  }

  private static String one(Map<String, String> names, String variable) {
    return Objects.requireNonNull(names.get(variable));
  }

  /** The request with names in the place of variables. */
  private static JsonNode named(JsonNode node, Map<String, String> names) {
    if (node.has("fresh")) {
      var name = server.freshName("model");
      var padded = name + "-".repeat(node.path("fresh").asInt() - name.length());
      return JsonMapper.shared().getNodeFactory().stringNode(padded);
    }
    if (node.isString()) {
      var text = node.asString();
      var named = names.getOrDefault(text, text.replace("$a", one(names, "$a")));
      return JsonMapper.shared()
          .getNodeFactory()
          .stringNode(named.equals(text) ? text.replace("$thing", one(names, "$thing")) : named);
    }
    if (node.isArray()) {
      var list = JsonMapper.shared().createArrayNode();
      node.forEach(each -> list.add(named(each, names)));
      return list;
    }
    if (node.isObject()) {
      var object = JsonMapper.shared().createObjectNode();
      node.properties().forEach(each -> object.set(each.getKey(), named(each.getValue(), names)));
      return object;
    }
    return node;
  }
}
