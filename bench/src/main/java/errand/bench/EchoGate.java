package errand.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import errand.server.mqtt.Caller;
import errand.server.mqtt.DeviceGate;
import errand.server.mqtt.Ending;
import errand.server.mqtt.Outcome;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers every request at once with a fixed body that has the request's client token in it: the
 * least that any server on this broker must do. Threads: any.
 */
final class EchoGate implements DeviceGate {
  private static final byte[] OPENING = "{\"clientToken\":\"".getBytes(UTF_8);
  private static final byte[] CLOSING = "\"}".getBytes(UTF_8);
  private static final int BODY_BYTES_MIN = OPENING.length + Request.TOKEN_BYTES + CLOSING.length;

  private final Map<String, Integer> lengths = new ConcurrentHashMap<>();

  /**
   * Fixes how long the answers to an operation are; others get the shortest body there is.
   *
   * @param operation the topic behind {@code $aws/things/THING/jobs/}
   */
  void length(String operation, int payloadBytes) {
    lengths.put(operation, payloadBytes);
  }

  @Override
  public Outcome request(Caller caller, String topic, byte[] payload) {
    var operation = topic.substring(topic.indexOf("/jobs/") + "/jobs/".length());
    var length = lengths.getOrDefault(operation, BODY_BYTES_MIN);
    return new Outcome.Reply(topic + "/accepted", body(payload, length));
  }

  /** Requests of this load generator begin with their token; blanks make up the length. */
  private static byte[] body(byte[] request, int length) {
    var body = new byte[Math.max(BODY_BYTES_MIN, length)];
    Arrays.fill(body, (byte) ' ');
    System.arraycopy(request, 0, body, 0, OPENING.length + Request.TOKEN_BYTES);
    System.arraycopy(CLOSING, 0, body, OPENING.length + Request.TOKEN_BYTES, CLOSING.length);
    return body;
  }

  @Override
  public Optional<String> account(Caller.Proof proof) {
    return Optional.of("000000000000");
  }

  @Override
  public boolean mayConnect(Caller caller) {
    return true;
  }

  @Override
  public boolean mayPublish(Caller caller, String topic) {
    return true;
  }

  @Override
  public boolean maySubscribe(Caller caller, String filter) {
    return true;
  }

  @Override
  public void connected(Caller caller) {}

  @Override
  public void disconnected(Caller caller, Ending ending) {}
}
