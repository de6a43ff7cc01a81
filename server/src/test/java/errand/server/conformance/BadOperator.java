package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Https;
import errand.server.conformance.support.Operator;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An operator who asks for what must not be, of a server that works on. */
@ExtendWith(SharedServer.class)
abstract class BadOperator {
  final RunningServer server;
  final Operator operator;
  final String thing;

  BadOperator(RunningServer server) {
    this.server = server;
    this.operator = server.operator();
    this.thing = server.thing();
  }

  @AfterEach
  void the_server_still_works() {
    var job = server.queuedJob(thing);
    assertThat(operator.describeJob(job).path("status").asString()).isEqualTo("IN_PROGRESS");
  }

  final ObjectNode jobBody() {
    var body = JsonMapper.shared().createObjectNode();
    body.putArray("targets").add(Operator.thingArn(thing));
    return body.put("document", "{}");
  }

  static void assertInvalid(Https.Reply reply, String message) {
    assertInvalidContaining(reply, message);
    assertThat(reply.message()).isEqualTo(message);
  }

  static void assertInvalidContaining(Https.Reply reply, String sentence) {
    assertError(reply, 400, "InvalidRequestException");
    assertThat(reply.message()).contains(sentence);
  }

  static void assertError(Https.Reply reply, int status, String type) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.errorType()).isEqualTo(type);
    assertThat(reply.message()).isNotBlank();
    assertThat(reply.header("x-amzn-requestid")).isPresent();
    assertThat(new TreeSet<>(reply.json().propertyNames())).contains("message");
  }
}
