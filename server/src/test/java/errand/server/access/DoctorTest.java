package errand.server.access;

import static errand.server.access.House.allow;
import static errand.server.access.House.arn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.server.Config;
import errand.server.identity.AccessKeys;
import errand.server.identity.Signer;
import errand.server.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iot.model.ActionType;
import software.amazon.awssdk.services.iot.model.AuthDecision;
import software.amazon.awssdk.services.iot.model.AuthInfo;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import tools.jackson.databind.JsonNode;

/** Why a device cannot connect or act, as the server tells it. */
final class DoctorTest {
  private final House house = House.ONE;

  private JsonNode examined(String query, String body) {
    var key =
        AccessKeys.open(house.data.resolve("identity"), Config.ACCOUNT, Clock.systemUTC()).first();
    var uri =
        URI.create(
            "http://localhost:"
                + house.server.httpPort().orElseThrow()
                + "/_errand/doctor?"
                + query);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(uri).method("POST", HttpRequest.BodyPublishers.ofByteArray(bytes));
    new Signer(key, "us-east-1")
        .headers("POST", uri, bytes, "iot", Clock.systemUTC().instant())
        .forEach(request::header);
    try (var client = HttpClient.newHttpClient()) {
      var reply = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
      return Json.parse(reply.body()).orElseThrow();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private List<String> problems(String query) {
    return problems(examined(query, "{}"));
  }

  private static List<String> problems(JsonNode report) {
    return report.path("findings").values().stream()
        .filter(each -> each.path("verdict").asString().equals("PROBLEM"))
        .map(each -> each.path("subject").asString() + ": " + each.path("says").asString())
        .toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void a_device_that_may_work_has_no_problem() {
    String thing = house.thing();
    DeviceIdentity identity = house.certificate(thing, house.ownThing());
    String https = house.policy(allow("iotjobsdata:*", arn("thing/" + thing)));
    house.iot.attachPolicy(a -> a.policyName(https).target(identity.arn()));

    JsonNode report = examined("thingName=" + thing, "{}");

    assertThat(problems(report)).isEmpty();
    assertThat(report.path("well").asBoolean()).isTrue();
    assertThat(report.path("findings").findValuesAsString("subject"))
        .contains(
            "iot:Connect client/" + thing,
            "iot:Publish topic/$aws/things/" + thing + "/jobs/start-next",
            "clock",
            "data folder");
  }

  @Test
  void an_unknown_thing_and_one_that_nobody_speaks_for_are_told() {
    String alone = house.thing();

    assertThat(problems("thingName=no-such-thing"))
        .containsExactly("thing no-such-thing: There is no such thing. Create it (create-thing).");
    assertThat(problems("thingName=" + alone))
        .singleElement()
        .asString()
        .contains("No certificate");
  }

  @Test
  void a_certificate_that_is_revoked_or_has_no_policy_is_told() {
    DeviceIdentity identity = house.certificate();
    house.iot.updateCertificate(
        u -> u.certificateId(identity.id()).newStatus(CertificateStatus.REVOKED));

    assertThat(problems("certificateId=" + identity.id()))
        .anyMatch(each -> each.contains("It is REVOKED"))
        .anyMatch(each -> each.contains("It has no policy"));
  }

  @Test
  void the_statement_that_refuses_is_named() {
    String thing = house.thing();
    DeviceIdentity identity = house.certificate(thing, house.ownThing());
    String deny =
        house.policy(
            """
            {"Sid":"NoTelemetry","Effect":"Deny","Action":"iot:Publish","Resource":"%s"}
            """
                .formatted(arn("topic/telemetry/*")));
    house.iot.attachPolicy(a -> a.policyName(deny).target(identity.arn()));

    assertThat(problems("thingName=" + thing + "&action=publish&topic=" + encoded("telemetry/a")))
        .singleElement()
        .asString()
        .contains("iot:Publish topic/telemetry/a", "NoTelemetry", deny);
    assertThat(problems("thingName=" + thing + "&action=publish&topic=" + encoded("other/a")))
        .singleElement()
        .asString()
        .contains("No statement allows it");
  }

  @Test
  void a_limit_is_told_before_any_policy() {
    String thing = house.thing();
    house.certificate(thing, house.ownThing());

    assertThat(
            problems(
                "thingName=" + thing + "&action=subscribe&topic=" + encoded("a/b/c/d/e/f/g/h/i")))
        .singleElement()
        .asString()
        .contains("7 slashes");
  }

  @Test
  void a_certificate_from_a_file_is_recognised_or_not() {
    var stranger = Makers.signedBy(Makers.authority("nobody's"), "stranger");
    String body = Json.text(Json.object().put("certificatePem", stranger.pem()));

    assertThat(problems(examined("clientId=x", body)))
        .singleElement()
        .asString()
        .contains("It is not registered", "No registered CA certificate has signed it");
    assertThat(problems(examined("", "{\"certificatePem\":\"nonsense\"}")))
        .containsExactly("certificate: The text holds no PEM certificate.");
  }

  @Test
  void what_was_refused_lately_is_there() {
    String thing = house.thing();
    DeviceIdentity identity = house.certificate(thing, house.ownThing());
    Await.failureOf(house.mqtt5(identity, "another-name").connect());

    JsonNode report = examined("certificateId=" + identity.id(), "{}");

    assertThat(report.path("refusals").get(0).path("ask").asString())
        .isEqualTo("iot:Connect client/another-name");
    assertThat(
            examined("clientId=another-name", "{}")
                .path("refusals")
                .findValuesAsString("certificateId"))
        .contains(identity.id());
  }

  @Test
  void a_folder_that_others_can_read_is_told() throws IOException {
    Files.setPosixFilePermissions(house.data, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      assertThat(problems("")).singleElement().asString().contains("data folder", "chmod");
    } finally {
      Files.setPosixFilePermissions(house.data, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void effective_policies_are_those_of_the_certificate_and_of_the_thing_s_groups() {
    String thing = house.thing();
    String own = house.ownThing();
    DeviceIdentity identity = house.certificate(thing, own);
    String group = house.name("group");
    house.iot.createThingGroup(g -> g.thingGroupName(group));
    house.iot.addThingToThingGroup(a -> a.thingGroupName(group).thingName(thing));
    String shared = house.policy(allow("iot:Publish", arn("topic/shared")));
    house.iot.attachPolicy(a -> a.policyName(shared).target(arn("thinggroup/" + group)));

    var both = house.iot.getEffectivePolicies(g -> g.principal(identity.arn()).thingName(thing));
    var alone = house.iot.getEffectivePolicies(g -> g.principal(identity.arn()));

    assertThat(both.effectivePolicies())
        .extracting(each -> each.policyName())
        .containsExactlyInAnyOrder(own, shared);
    assertThat(alone.effectivePolicies())
        .extracting(each -> each.policyName())
        .containsExactly(own);
    assertThat(both.effectivePolicies().getFirst().policyDocument()).contains("Statement");
    assertThatThrownBy(() -> house.iot.getEffectivePolicies(g -> g.thingName("no-such")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void an_authorization_is_tested_with_policies_added_and_skipped() {
    String thing = house.thing();
    String own = house.ownThing();
    DeviceIdentity identity = house.certificate(thing, own);
    String deny =
        house.policy("{\"Effect\":\"Deny\",\"Action\":\"iot:Connect\",\"Resource\":\"*\"}");
    var connect =
        AuthInfo.builder().actionType(ActionType.CONNECT).resources(arn("client/" + thing)).build();

    var plain =
        house.iot.testAuthorization(
            t -> t.principal(identity.arn()).clientId(thing).authInfos(connect));
    var denied =
        house.iot.testAuthorization(
            t ->
                t.principal(identity.arn())
                    .clientId(thing)
                    .authInfos(connect)
                    .policyNamesToAdd(deny));
    var skipped =
        house.iot.testAuthorization(
            t ->
                t.principal(identity.arn())
                    .clientId(thing)
                    .authInfos(connect)
                    .policyNamesToSkip(own));

    assertThat(plain.authResults().getFirst().authDecision()).isEqualTo(AuthDecision.ALLOWED);
    assertThat(plain.authResults().getFirst().allowed().policies().getFirst().policyName())
        .isEqualTo(own);
    assertThat(denied.authResults().getFirst().authDecision())
        .isEqualTo(AuthDecision.EXPLICIT_DENY);
    assertThat(skipped.authResults().getFirst().authDecision())
        .isEqualTo(AuthDecision.IMPLICIT_DENY);
  }
}
