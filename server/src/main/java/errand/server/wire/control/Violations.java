package errand.server.wire.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shape constraints a request breaks, in the order met, told all at once in the service's own
 * sentence. Source: control-plane 1.3.
 */
final class Violations {
  /** Most problems told at once; more would only echo a hostile request back. */
  private static final int TOLD_MAX = 20;

  /** Longest echo of a value, in characters. */
  private static final int ECHO_MAX = 200;

  private final List<String> sentences = new ArrayList<>();

  /** A value breaks a rule, such as {@code have length less than or equal to 64}. */
  void add(String value, String path, String rule) {
    failed(value, path, "Member must " + rule);
  }

  /** Keys or values of a map break a rule. */
  void addOfMap(String map, String path, String which, String rule) {
    failed(map, path, which + " must satisfy constraint: [Member must " + rule + "]");
  }

  private void failed(String value, String path, String what) {
    String shown = value.length() > ECHO_MAX ? value.substring(0, ECHO_MAX) + "..." : value;
    say("Value '" + shown + "' at '" + path + "' failed to satisfy constraint: " + what);
  }

  /** A required member is missing. */
  void missing(String path) {
    say("Value null at '" + path + "' failed to satisfy constraint: Member must not be null");
  }

  private void say(String sentence) {
    if (sentences.size() < TOLD_MAX) {
      sentences.add(sentence);
    }
  }

  /** The message, when anything is broken. */
  Optional<String> message() {
    if (sentences.isEmpty()) {
      return Optional.empty();
    }
    String errors = sentences.size() == 1 ? " validation error" : " validation errors";
    return Optional.of(sentences.size() + errors + " detected: " + String.join("; ", sentences));
  }
}
