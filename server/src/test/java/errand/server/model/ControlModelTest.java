package errand.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Https;
import errand.server.conformance.support.Operator;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.model.Facts.Fact;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iot.model.CreateJobRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations on jobs of the service model {@code iot}: every member of CreateJob, and what
 * UpdateJob, CancelJob and ListJobs restrict. Source: control-plane 2 [model].
 */
@ExtendWith(SharedServer.class)
final class ControlModelTest {
  private static final List<Fact> FACTS = Facts.of("iot-jobs");

  /** What CreateJob of the model has and no range here is tried of. */
  private static final List<String> GAPS =
      List.of("destinationPackageVersions", "documentSource", "tags.Key", "tags.Value");

  private final RunningServer server;
  private final String thing;

  ControlModelTest(RunningServer server) {
    this.server = server;
    this.thing = server.thing();
  }

  static List<Fact> facts() {
    return FACTS;
  }

  @Test
  void the_facts_name_every_member_of_a_new_job_but_the_gaps() {
    var named = Facts.members(FACTS, "CreateJob");
    named.addAll(GAPS);

    assertThat(named).isEqualTo(Members.leaves(CreateJobRequest.builder().build()));
  }

  @ParameterizedTest
  @MethodSource("facts")
  void the_edges_of_a_member_are_accepted_and_one_beyond_is_refused(Fact fact) {
    var soft = new SoftAssertions();
    for (var value : fact.accepted()) {
      var reply = send(fact, value);
      soft.assertThat(reply.status()).as("%s %s %s", fact, value, reply.body()).isEqualTo(200);
    }
    for (var value : fact.refused()) {
      var reply = send(fact, value);
      soft.assertThat(reply.status()).as("%s %s %s", fact, value, reply.body()).isEqualTo(400);
      soft.assertThat(reply.errorType())
          .as("%s %s", fact, value)
          .isEqualTo("InvalidRequestException");
    }
    soft.assertAll();
  }

  private Https.Reply send(Fact fact, JsonNode value) {
    var id = server.freshName("model");
    return switch (fact.operation()) {
      case "CreateJob" -> create(fact, value, id);
      case "ListJobs" ->
          server.operator().call("GET", "/jobs?" + fact.member() + "=" + encoded(value), "");
      case "UpdateJob" -> {
        server.operator().createJob(id, "{}", thing);
        yield server.operator().call("PATCH", "/jobs/" + id, fact.with(value).toString());
      }
      default -> {
        server.operator().createJob(id, "{}", thing);
        var query = fact.in().equals("query") ? "?" + fact.member() + "=" + encoded(value) : "";
        var body = fact.in().equals("query") ? "{}" : fact.with(value).toString();
        yield server.operator().call("PUT", "/jobs/" + id + "/cancel" + query, body);
      }
    };
  }

  private Https.Reply create(Fact fact, JsonNode value, String id) {
    var body = JsonMapper.shared().createObjectNode();
    body.put("document", "{}");
    body.putArray("targets").add(Operator.thingArn(thing));
    if (fact.in().equals("path")) {
      return server.operator().call("PUT", "/jobs/" + name(id, value), body.toString());
    }
    ObjectNode whole = body.setAll(fact.with(value));
    return server.operator().call("PUT", "/jobs/" + id, whole.toString());
  }

  /** A fresh name stands for itself, or is made longer. */
  private static String name(String fresh, JsonNode value) {
    if (value.has("fresh")) {
      return fresh + "-".repeat(value.path("fresh").asInt() - fresh.length());
    }
    return value.asString().equals("FRESH") ? fresh : encoded(value);
  }

  private static String encoded(JsonNode value) {
    return URLEncoder.encode(value.asString(), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
