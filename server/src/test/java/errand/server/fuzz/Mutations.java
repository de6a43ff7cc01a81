package errand.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Valid texts made worse. The same generator in the same state gives the same input. */
final class Mutations {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e400",
          "-0.0",
          "1.5",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999999999999999999",
          "1e-999999999",
          "\"\"",
          "\"2\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\u00e4\u202e\uffff\"",
          "\"\ud83d\ude00\"",
          "[]",
          "{}",
          "[[[[[[[[]]]]]]]]",
          "{\"a\":{\"a\":{\"a\":null}}}",
          "\"IN_PROGRESS\"",
          "\"SUCCEEDED\"",
          "\"QUEUED\"",
          "NaN",
          "'x'",
          "/**/1");
  private static final List<String> NAMES =
      List.of(
          "status",
          "statusDetails",
          "expectedVersion",
          "executionNumber",
          "includeJobDocument",
          "includeJobExecutionState",
          "stepTimeoutInMinutes",
          "clientToken",
          "thingName",
          "jobId",
          "__proto__",
          "",
          "\\u0073tatus",
          "\ud83d\ude00");

  private final RandomGenerator random;

  Mutations(RandomGenerator random) {
    this.random = random;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** The octets of a body: a valid one, one made of odd members, or either of them damaged. */
  byte[] body(List<String> valid) {
    var text =
        switch (random.nextInt(4)) {
          case 0 -> one(valid);
          case 1 -> deep();
          default -> object();
        };
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(3) == 0 ? damaged(bytes) : bytes;
  }

  /** An object of known names and odd values, some of them twice. */
  private String object() {
    var text = new StringBuilder("{");
    var count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",");
      text.append('"').append(one(NAMES)).append("\":").append(value());
    }
    return text.append('}').toString();
  }

  private String value() {
    return switch (random.nextInt(12)) {
      case 0 -> object();
      case 1 -> "\"" + "x".repeat(random.nextInt(3_000)) + "\"";
      case 2 -> Long.toString(random.nextLong());
      default -> one(VALUES);
    };
  }

  private String deep() {
    var depth = random.nextInt(1, 2_000);
    return random.nextBoolean()
        ? "{\"a\":".repeat(depth) + "1" + "}".repeat(depth)
        : "{\"status\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  /** Cut short, an octet changed, a piece doubled, or something stuck in. */
  byte[] damaged(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    var at = random.nextInt(bytes.length);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> {
        var changed = bytes.clone();
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
      case 2 -> joined(bytes, Arrays.copyOfRange(bytes, at, bytes.length));
      default -> {
        var odd = new byte[random.nextInt(1, 5)];
        random.nextBytes(odd);
        yield joined(
            joined(Arrays.copyOf(bytes, at), odd), Arrays.copyOfRange(bytes, at, bytes.length));
      }
    };
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** Levels or segments of a path swapped, doubled, left out or replaced by one of the odd ones. */
  String path(String valid, List<String> odd) {
    var levels = new ArrayList<>(List.of(valid.split("/", -1)));
    var changes = random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      var at = random.nextInt(levels.size() + 1);
      if (at == levels.size() || random.nextInt(4) == 0) {
        levels.add(at, one(odd));
      } else if (random.nextInt(4) == 0 && levels.size() > 1) {
        levels.remove(at);
      } else {
        levels.set(at, one(odd));
      }
    }
    return String.join("/", levels);
  }
}
