package errand.core.execution;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Name-value pairs that describe a status, in the order given. Limits: device-protocol 6.2. */
public record StatusDetails(Map<String, String> pairs) {
  /** Longest key, in characters. */
  public static final int KEY_CHARS_MAX = 128;

  /** Longest value, in characters. */
  public static final int VALUE_CHARS_MAX = 1024;

  /** Largest sum of all keys and values, in characters. */
  public static final int TOTAL_CHARS_MAX = 32768;

  public static final StatusDetails NONE = new StatusDetails(Map.of());

  public StatusDetails {
    pairs = Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
  }

  public boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** What is wrong with these pairs, as a sentence for the sender, or empty when they are fine. */
  public static Optional<String> problem(Map<String, String> pairs) {
    int total = 0;
    for (var pair : pairs.entrySet()) {
      Optional<String> problem = problem(pair.getKey(), pair.getValue());
      if (problem.isPresent()) {
        return problem;
      }
      total += chars(pair.getKey()) + chars(pair.getValue());
    }
    return total > TOTAL_CHARS_MAX
        ? Optional.of("statusDetails exceed " + TOTAL_CHARS_MAX + " characters in total")
        : Optional.empty();
  }

  private static Optional<String> problem(String key, String value) {
    if (!keyFits(key)) {
      return Optional.of(
          "statusDetails key must match [a-zA-Z0-9:_-]+ and have 1 to "
              + KEY_CHARS_MAX
              + " characters");
    }
    if (value.isEmpty() || chars(value) > VALUE_CHARS_MAX) {
      return Optional.of(
          "statusDetails value of '" + key + "' must have 1 to " + VALUE_CHARS_MAX + " characters");
    }
    if (anyForbidden(value)) {
      return Optional.of("statusDetails value of '" + key + "' has a control character");
    }
    return Optional.empty();
  }

  private static boolean keyFits(String key) {
    return !key.isEmpty() && key.length() <= KEY_CHARS_MAX && allInKey(key);
  }

  private static boolean allInKey(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (!inKey(key.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean inKey(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || ":_-".indexOf(c) >= 0;
  }

  // Characters beyond 16 bits are never forbidden, nor are their halves.
  private static boolean anyForbidden(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (forbidden(value.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  // Tab, CR and LF pass: real devices store command output that ends in a newline (6.2).
  private static boolean forbidden(int c) {
    boolean control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    return control && c != '\t' && c != '\r' && c != '\n';
  }

  private static int chars(String text) {
    return text.codePointCount(0, text.length());
  }
}
