package errand.server.wire.device;

import errand.core.name.ThingName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The latest messages on the jobs topics of things that somebody watches. Who asks watches, for
 * half a minute from then; what nobody watches is not kept, and costs one look into an empty map.
 *
 * <p>Shared state: a tape is guarded by itself.
 */
public final class Traffic {
  /** How long one question keeps a thing watched. */
  static final Duration WATCHED = Duration.ofSeconds(30);

  static final int THINGS_MAX = 100;
  static final int LINES_MAX = 100;

  /** Of a payload so much is kept. */
  static final int CHARS_MAX = 2_000;

  private final InstantSource clock;
  private final ConcurrentMap<ThingName, Tape> tapes = new ConcurrentHashMap<>();

  /** The clock tells when a message passed. */
  public Traffic(InstantSource clock) {
    this.clock = clock;
  }

  /** One message; its text may have been cut short. */
  public record Line(Instant at, boolean fromDevice, String topic, String text, int bytes) {}

  /** What has been written down of one thing. */
  private static final class Tape {
    private final Deque<Line> lines = new ArrayDeque<>();
    private Instant until = Instant.MIN;

    synchronized void add(Line line) {
      if (lines.size() >= LINES_MAX) {
        lines.removeFirst();
      }
      lines.addLast(line);
    }

    synchronized List<Line> watch(Instant end) {
      until = end;
      return new ArrayList<>(lines);
    }

    synchronized boolean over(Instant now) {
      return !now.isBefore(until);
    }
  }

  /** Watches a thing and gives what passed since somebody began to, oldest first. */
  public List<Line> watch(ThingName thing) {
    Instant now = clock.instant();
    tapes.values().removeIf(tape -> tape.over(now));
    Tape tape = tapes.get(thing);
    if (tape == null) {
      if (tapes.size() >= THINGS_MAX) {
        return List.of();
      }
      var fresh = new Tape();
      fresh.watch(now.plus(WATCHED));
      Tape other = tapes.putIfAbsent(thing, fresh);
      tape = other == null ? fresh : other;
    }
    return tape.watch(now.plus(WATCHED));
  }

  void received(ThingName thing, String topic, byte[] payload) {
    passed(thing, true, topic, payload);
  }

  void sent(ThingName thing, MqttDevicePlane.Message message) {
    passed(thing, false, message.topic(), message.payload());
  }

  private void passed(ThingName thing, boolean fromDevice, String topic, byte[] payload) {
    Tape tape = tapes.isEmpty() ? null : tapes.get(thing);
    if (tape != null) {
      String whole = new String(payload, StandardCharsets.UTF_8);
      String text = whole.substring(0, Math.min(CHARS_MAX, whole.length()));
      tape.add(new Line(clock.instant(), fromDevice, topic, text, payload.length));
    }
  }
}
