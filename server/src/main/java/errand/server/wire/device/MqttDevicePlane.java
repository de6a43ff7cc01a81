package errand.server.wire.device;

import errand.core.app.Answer;
import errand.core.app.DeviceJobs;
import errand.core.app.Throttle;
import errand.core.execution.Notice;
import errand.core.name.JobId;
import errand.server.wire.device.Shapes.DocumentForm;
import errand.server.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The device protocol over MQTT: a published request to its answer, a notice to its messages. */
public final class MqttDevicePlane {
  /** Longest topic, in bytes (device-protocol 5.5). */
  private static final int TOPIC_BYTES_MAX = 256;

  /** Most slashes in a topic (device-protocol 5.5). */
  private static final int SLASHES_MAX = 7;

  private static final Logger LOG = LoggerFactory.getLogger(MqttDevicePlane.class);

  private final DeviceCalls calls;
  private final InstantSource clock;

  public MqttDevicePlane(DeviceJobs jobs, Throttle throttle, InstantSource clock) {
    this.calls = new DeviceCalls(jobs, throttle, DocumentForm.VALUE);
    this.clock = clock;
  }

  /** A message to be sent. */
  @SuppressWarnings("ArrayRecordComponent") // payloads are short-lived and never compared
  public record Message(String topic, byte[] payload) {}

  /** Answers a request; blocks for its transaction. */
  public Message answer(JobsTopic.Request request, String topic, byte[] payload) {
    return Json.parseObject(payload)
        .map(body -> answer(request, topic, new RequestBody(body)))
        .orElseGet(
            () ->
                rejected(
                    topic,
                    Optional.empty(),
                    Problem.of(
                        DeviceError.INVALID_JSON,
                        "The payload must be one JSON object in UTF-8.")));
  }

  private Message answer(JobsTopic.Request request, String topic, RequestBody body) {
    Optional<String> token = body.clientToken();
    return call(request, body)
        .fold(members -> accepted(topic, token, members), why -> rejected(topic, token, why));
  }

  private Answer<ObjectNode, Problem> call(JobsTopic.Request request, RequestBody body) {
    try {
      return calls.call(request.thing(), request.namespace(), request.operation(), body);
    } catch (RuntimeException fault) {
      LOG.error("device request failed thing={}", request.thing(), fault);
      return Answer.refused(
          Problem.of(DeviceError.INTERNAL_ERROR, "Internal error; please try again."));
    }
  }

  /**
   * The answer to a topic that maps to no operation, unless it would not fit a topic's limits; its
   * token is echoed when the payload has one.
   */
  public Optional<Message> noSuchApi(String topic, byte[] payload) {
    String answerTopic = topic + "/rejected";
    boolean fits =
        answerTopic.getBytes(StandardCharsets.UTF_8).length <= TOPIC_BYTES_MAX
            && answerTopic.chars().filter(c -> c == '/').count() <= SLASHES_MAX;
    Optional<String> token =
        Json.parseObject(payload).flatMap(body -> new RequestBody(body).clientToken());
    return fits
        ? Optional.of(
            rejected(
                topic,
                token,
                Problem.of(DeviceError.INVALID_TOPIC, "The topic maps to no operation: " + topic)))
        : Optional.empty();
  }

  /** The messages a notice owes, list first (device-protocol 1.6), documents looked up by job. */
  public List<Message> messages(Notice notice, Function<JobId, Optional<String>> documents) {
    var messages = new ArrayList<Message>();
    if (notice.setChanged()) {
      ObjectNode node = stamped(notice.at().getEpochSecond());
      node.set("jobs", Shapes.jobs(notice));
      messages.add(message(JobsTopic.listNotice(notice.thing(), notice.namespace()), node));
    }
    if (notice.nextChanged()) {
      ObjectNode node = stamped(notice.at().getEpochSecond());
      notice
          .next()
          .ifPresent(
              next ->
                  node.set(
                      "execution",
                      Shapes.execution(
                          next, documents.apply(next.job()), DocumentForm.VALUE, notice.at())));
      messages.add(message(JobsTopic.nextNotice(notice.thing(), notice.namespace()), node));
    }
    return messages;
  }

  private Message accepted(String topic, Optional<String> token, ObjectNode members) {
    ObjectNode node = opened(token);
    node.setAll(members);
    return message(topic + "/accepted", node);
  }

  private Message rejected(String topic, Optional<String> token, Problem problem) {
    ObjectNode node = opened(token);
    node.put("code", problem.error().code());
    node.put("message", problem.message());
    problem.state().ifPresent(state -> node.set("executionState", Shapes.state(state)));
    return message(topic + "/rejected", node);
  }

  private ObjectNode opened(Optional<String> token) {
    ObjectNode node = Json.object();
    token.ifPresent(text -> node.put("clientToken", text));
    node.put("timestamp", clock.instant().getEpochSecond());
    return node;
  }

  private static ObjectNode stamped(long seconds) {
    return Json.object().put("timestamp", seconds);
  }

  private static Message message(String topic, ObjectNode node) {
    return new Message(topic, Json.bytes(node));
  }
}
