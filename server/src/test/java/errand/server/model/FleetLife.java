package errand.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.access.Makers;
import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Login;
import errand.server.conformance.support.MqttProbe.Version;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One long life of a fleet in which every operation is called, played from {@code iot-life.json}
 * with the AWS SDK. What devices do is part of the life of the server's first account only.
 */
public final class FleetLife {
  private static final String FIRST_ACCOUNT = "000000000000";
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"iot:Connect","Resource":"*"},
        {"Effect":"Deny","Action":"iot:Publish","Resource":"arn:aws:iot:*:*:topic/denied"}]}
      """;

  private final RunningServer server;
  private final Tenant tenant;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, MqttProbe> connected = new HashMap<>();

  public FleetLife(RunningServer server, Tenant tenant) {
    this.server = server;
    this.tenant = tenant;
    var authority = Makers.authority("ca");
    var code = tenant.iot().getRegistrationCode(g -> {}).registrationCode();
    var now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    names.put("$ca", authority.pem());
    names.put("$proof", Makers.signedBy(authority, code).pem());
    names.put("$ofCa", Makers.signedBy(authority, "a").pem());
    names.put("$moreOfCa", Makers.signedBy(authority, "b").pem());
    names.put("$ofNone", Makers.authority("nobody").pem());
    names.put("$otherCa", Makers.authority("other").pem());
    names.put("$csr", DeviceKeys.request("device").csrPem());
    names.put("$policy", POLICY);
    names.put("$pump1", tenant.arn("thing/pump-1"));
    names.put("$pump2", tenant.arn("thing/pump-2"));
    names.put("$tomorrow", now.plus(Duration.ofDays(1)).toString());
    names.put("$nextWeek", now.plus(Duration.ofDays(8)).toString());
  }

  /** A call and its answer, told right after it. */
  public interface Witness {
    void saw(Call call, SdkPojo answer);
  }

  /**
   * A call of the life.
   *
   * @param step its row, for what else that says; with names in the place of variables
   */
  public record Call(String operation, JsonNode request, JsonNode step) {}

  public void live(Witness witness) {
    for (var step : Facts.rows("iot-life")) {
      if (step.has("call")) {
        call(named(step), witness);
      } else if (tenant.account().equals(FIRST_ACCOUNT)) {
        play(step);
      }
    }
  }

  private void play(JsonNode step) {
    if (step.has("connect")) {
      var thing = step.path("connect").asString();
      var login = new Login(server.doors(), Optional.empty(), thing, true);
      connected.put(thing, MqttProbe.connect(Version.V5, login));
    } else if (step.has("disconnect")) {
      Objects.requireNonNull(connected.remove(step.path("disconnect").asString())).close();
    } else if (step.has("queued")) {
      server.awaitQueued(step.path("queued").asString(), step.path("on").asString());
    } else {
      var path = step.path("device").asString();
      var reply = server.operator().device("POST", path, step.path("body").toString());
      assertThat(reply.status()).as("%s %s", step, reply).isEqualTo(200);
    }
  }

  private void call(JsonNode step, Witness witness) {
    var call = new Call(step.path("call").asString(), step.path("with"), step);
    var until = tenant.account().equals(FIRST_ACCOUNT) ? step.path("until").asString("") : "";
    var answer =
        Await.answer(
            () -> SdkCall.send(tenant.iot(), call.operation(), call.request()),
            each -> until.isEmpty() || Members.held(each).contains(until));
    for (var kept : step.path("keep").properties()) {
      var text = Members.text(answer, kept.getValue().asString()).orElseThrow();
      names.put(kept.getKey(), text);
    }
    witness.saw(call, answer);
  }

  /** The tree with names in the place of variables, and ARNs of this account. */
  private JsonNode named(JsonNode node) {
    var factory = JsonMapper.shared().getNodeFactory();
    if (node.isString()) {
      var text = names.getOrDefault(node.asString(), node.asString());
      return factory.stringNode(text.replace(FIRST_ACCOUNT, tenant.account()));
    }
    if (node.isArray()) {
      var list = factory.arrayNode();
      node.forEach(each -> list.add(named(each)));
      return list;
    }
    if (node.isObject()) {
      var object = factory.objectNode();
      node.properties().forEach(each -> object.set(each.getKey(), named(each.getValue())));
      return object;
    }
    return node;
  }
}
