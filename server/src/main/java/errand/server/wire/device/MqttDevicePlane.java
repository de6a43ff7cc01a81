package errand.server.wire.device;

import errand.core.app.Answer;
import errand.core.app.DeviceJobs;
import errand.core.app.Throttle;
import errand.core.execution.Execution;
import errand.core.execution.Notice;
import errand.server.wire.device.Shapes.Spelling;
import errand.server.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/** The device protocol over MQTT: a published request to its answer, a notice to its messages. */
public final class MqttDevicePlane {
  /** Longest topic, in bytes (device-protocol 5.5). */
  private static final int TOPIC_BYTES_MAX = 256;

  /** Most slashes in a topic (device-protocol 5.5). */
  private static final int SLASHES_MAX = 7;

  private static final Logger LOG = LoggerFactory.getLogger(MqttDevicePlane.class);

  private final Spelling spelling;
  private final DeviceJobs jobs;
  private final DeviceCalls calls;
  private final InstantSource clock;
  private final Traffic traffic;

  public MqttDevicePlane(
      DeviceJobs jobs, Throttle throttle, InstantSource clock, Set<Quirk> quirks) {
    this(jobs, throttle, clock, quirks, new Traffic(clock));
  }

  /** The same, whose messages can be watched. */
  public MqttDevicePlane(
      DeviceJobs jobs, Throttle throttle, InstantSource clock, Set<Quirk> quirks, Traffic traffic) {
    this.traffic = traffic;
    this.spelling = Spelling.mqtt(quirks);
    this.jobs = jobs;
    this.calls = new DeviceCalls(jobs, throttle, spelling, quirks);
    this.clock = clock;
  }

  /** A message to be sent. */
  @SuppressWarnings("ArrayRecordComponent") // payloads are short-lived and never compared
  public record Message(String topic, byte[] payload) {}

  /** Answers a request; blocks for its transaction. */
  public Message answer(JobsTopic.Request request, String topic, byte[] payload) {
    traffic.received(request.thing(), topic, payload);
    Message answer = answered(request, topic, payload);
    traffic.sent(request.thing(), answer);
    return answer;
  }

  private Message answered(JobsTopic.Request request, String topic, byte[] payload) {
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

  private Answer<Members, Problem> call(JobsTopic.Request request, RequestBody body) {
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

  /** The document to be announced with an execution; none when it cannot be handed out now. */
  public Optional<String> document(Execution execution) {
    return jobs.announced(execution);
  }

  /**
   * The messages a notice owes, list first (device-protocol 1.6), the document looked up for the
   * next one.
   */
  public List<Message> messages(Notice notice, Function<Execution, Optional<String>> documents) {
    var messages = new ArrayList<Message>();
    if (notice.setChanged()) {
      messages.add(
          notification(
              JobsTopic.listNotice(notice.thing(), notice.namespace()),
              notice,
              out -> Shapes.jobs(out, notice)));
    }
    if (notice.nextChanged()) {
      messages.add(
          notification(
              JobsTopic.nextNotice(notice.thing(), notice.namespace()),
              notice,
              out -> notice.next().ifPresent(next -> execution(out, next, notice, documents))));
    }
    messages.forEach(message -> traffic.sent(notice.thing(), message));
    return messages;
  }

  private void execution(
      JsonGenerator out,
      Execution next,
      Notice notice,
      Function<Execution, Optional<String>> documents) {
    Optional<String> document = documents.apply(next);
    Shapes.execution(out, next, document, spelling, notice.at());
  }

  private static Message notification(String topic, Notice notice, Members members) {
    return message(
        topic,
        out -> {
          out.writeNumberProperty("timestamp", notice.at().getEpochSecond());
          members.to(out);
        });
  }

  private Message accepted(String topic, Optional<String> token, Members members) {
    return answer(topic + "/accepted", token, members);
  }

  private Message rejected(String topic, Optional<String> token, Problem problem) {
    return answer(
        topic + "/rejected",
        token,
        out -> {
          out.writeStringProperty("code", problem.error().code());
          out.writeStringProperty("message", problem.message());
          problem.state().ifPresent(state -> Shapes.state(out, state));
        });
  }

  private Message answer(String topic, Optional<String> token, Members members) {
    long seconds = clock.instant().getEpochSecond();
    return message(
        topic,
        out -> {
          token.ifPresent(text -> out.writeStringProperty("clientToken", text));
          out.writeNumberProperty("timestamp", seconds);
          members.to(out);
        });
  }

  private static Message message(String topic, Members members) {
    return new Message(topic, Json.object(members::to));
  }
}
