package errand.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a server's CPU time went, out of a flight recording. A sample counts for the innermost
 * frame that is not the JDK's own.
 */
final class Profile {
  /** Samples of CPU time where the JDK has them (Linux); they see native code as well. */
  private static final String CPU_TIME = "jdk.CPUTimeSample";

  private static final String EXECUTION = "jdk.ExecutionSample";
  private static final int LINES_MAX = 25;
  private static final int PLACE_PARTS = 3;

  private final List<RecordedEvent> samples;

  private Profile(List<RecordedEvent> samples) {
    this.samples = samples;
  }

  /** What makes a JVM record into this file. */
  static List<String> flags(Path file) {
    return List.of(
        "-Xlog:jfr*=off",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:+DebugNonSafepoints",
        "-XX:StartFlightRecording:filename="
            + file.toAbsolutePath()
            + ",dumponexit=true,"
            + CPU_TIME
            + "#enabled=true,"
            + EXECUTION
            + "#enabled=true");
  }

  /** The samples taken within these spans. */
  static Profile read(Path file, List<Roundtrip.Span> spans) {
    var cpu = new ArrayList<RecordedEvent>();
    var execution = new ArrayList<RecordedEvent>();
    try (var events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        var event = events.readEvent();
        if (within(event, spans)) {
          switch (event.getEventType().getName()) {
            case CPU_TIME -> cpu.add(event);
            case EXECUTION -> execution.add(event);
            default -> {
              // Other events tell nothing about CPU time.
            }
          }
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + file, failure);
    }
    return new Profile(cpu.isEmpty() ? execution : cpu);
  }

  private static boolean within(RecordedEvent event, List<Roundtrip.Span> spans) {
    var at = event.getStartTime();
    return spans.stream().anyMatch(span -> !at.isBefore(span.from()) && at.isBefore(span.to()));
  }

  String text() {
    return "%d samples of Errand's CPU time%n".formatted(samples.size())
        + table("by thread", count(Profile::thread))
        + table("by room or library, innermost", count(sample -> room(place(sample))))
        + table("by room of Errand, with all it calls", count(Profile::ownRoom))
        + table("by method, innermost", count(Profile::place));
  }

  /** Names one sample's row in a table. */
  private interface Naming {
    String of(RecordedEvent sample);
  }

  private Map<String, Integer> count(Naming naming) {
    var counts = new HashMap<String, Integer>();
    samples.forEach(sample -> counts.merge(naming.of(sample), 1, Integer::sum));
    return counts;
  }

  private String table(String title, Map<String, Integer> counts) {
    var text = new StringBuilder("%n%s%n".formatted(title));
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(LINES_MAX)
        .forEach(
            row ->
                text.append(
                    "%6.1f %%  %s%n"
                        .formatted(100.0 * row.getValue() / samples.size(), row.getKey())));
    return text.toString();
  }

  private static String thread(RecordedEvent sample) {
    var field = sample.hasField("eventThread") ? "eventThread" : "sampledThread";
    var thread = sample.getThread(field);
    if (thread == null || thread.getJavaName() == null) {
      return "?";
    }
    return thread.isVirtual() ? "virtual threads" : thread.getJavaName().replaceAll("\\d+", "*");
  }

  private static String place(RecordedEvent sample) {
    return frames(sample).stream()
        .map(Profile::name)
        .filter(name -> !ofJdk(name))
        .findFirst()
        .orElseGet(() -> frames(sample).stream().map(Profile::name).findFirst().orElse("?"));
  }

  private static String ownRoom(RecordedEvent sample) {
    return frames(sample).stream()
        .map(Profile::name)
        .filter(name -> name.startsWith("errand."))
        .map(Profile::room)
        .findFirst()
        .orElse("none: the broker and the JDK");
  }

  private static List<RecordedFrame> frames(RecordedEvent sample) {
    var trace = sample.getStackTrace();
    return trace == null ? List.of() : trace.getFrames();
  }

  private static String name(RecordedFrame frame) {
    RecordedMethod method = frame.getMethod();
    var type = method.getType().getName();
    // What the compiler makes of a lambda is part of the class that has it.
    var made = type.indexOf("$$");
    return (made < 0 ? type : type.substring(0, made)) + "." + method.getName();
  }

  private static boolean ofJdk(String name) {
    return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
  }

  /** Errand's own packages whole, of others the first names. */
  private static String room(String method) {
    var parts = method.split("\\.");
    var length = method.startsWith("errand.") ? parts.length - 2 : PLACE_PARTS;
    return String.join(".", List.of(parts).subList(0, Math.clamp(length, 1, parts.length)));
  }
}
