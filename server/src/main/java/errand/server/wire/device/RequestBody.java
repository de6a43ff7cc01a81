package errand.server.wire.device;

import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.core.execution.StepTimer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a device's request. Unknown members are ignored, null counts as absent, numbers
 * may come as digits in a string (device-protocol 2.3). The first member that breaks its rule is
 * kept as the problem; read all that is needed, then ask {@link #problem}.
 */
final class RequestBody {
  private final ObjectNode body;
  private Optional<String> problem = Optional.empty();

  RequestBody(ObjectNode body) {
    this.body = body;
  }

  /** What is wrong, for the sender. */
  Optional<String> problem() {
    return problem;
  }

  Optional<String> clientToken() {
    return text("clientToken");
  }

  Optional<Status> status() {
    Optional<String> word = text("status");
    if (word.isEmpty() && problem.isEmpty()) {
      wrong(
          "1 validation error detected: Value null at 'status' failed to satisfy constraint: "
              + "Member must not be null");
    }
    return word.flatMap(this::reportable);
  }

  private Optional<Status> reportable(String word) {
    for (Status status : Status.values()) {
      if (status.name().equals(word)) {
        if (!status.reportable()) {
          return wrong("status " + word + " cannot be set by a device");
        }
        return Optional.of(status);
      }
    }
    return wrong("status must be one of IN_PROGRESS, SUCCEEDED, FAILED, REJECTED");
  }

  Optional<StatusDetails> statusDetails() {
    JsonNode node = member("statusDetails");
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!node.isObject()) {
      return wrong("statusDetails must be an object of strings");
    }
    var pairs = new LinkedHashMap<String, String>();
    for (var pair : node.properties()) {
      if (!pair.getValue().isString()) {
        return wrong("statusDetails must be an object of strings");
      }
      String value = pair.getValue().stringValue();
      if (!wellFormed(value)) {
        return wrong("statusDetails must be valid Unicode text");
      }
      pairs.put(pair.getKey(), value);
    }
    Optional<String> broken = StatusDetails.problem(pairs);
    return broken.isPresent() ? wrong(broken.get()) : Optional.of(new StatusDetails(pairs));
  }

  OptionalLong expectedVersion() {
    return whole("expectedVersion");
  }

  OptionalLong executionNumber() {
    return whole("executionNumber");
  }

  /**
   * The step timer.
   *
   * @param mayDrop -1 is allowed, which drops it: in an update only (device-protocol 3.6)
   */
  StepTimer stepTimer(boolean mayDrop) {
    OptionalLong minutes = whole("stepTimeoutInMinutes");
    if (minutes.isEmpty()) {
      return new StepTimer.Keep();
    }
    long value = minutes.getAsLong();
    if (mayDrop && value == StepTimer.MINUTES_DROP) {
      return new StepTimer.Drop();
    }
    if (value < StepTimer.MINUTES_MIN || value > StepTimer.MINUTES_MAX) {
      wrong(
          "stepTimeoutInMinutes must be between "
              + StepTimer.MINUTES_MIN
              + " and "
              + StepTimer.MINUTES_MAX
              + (mayDrop ? ", or " + StepTimer.MINUTES_DROP : ""));
      return new StepTimer.Keep();
    }
    return new StepTimer.Within(Duration.ofMinutes(value));
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode node = member(name);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      wrong(name + " must be true or false");
      return otherwise;
    }
    return node.booleanValue();
  }

  private Optional<String> text(String name) {
    JsonNode node = member(name);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!node.isString()) {
      return wrong(name + " must be a string");
    }
    String text = node.stringValue();
    return wellFormed(text) ? Optional.of(text) : wrong(name + " must be valid Unicode text");
  }

  private OptionalLong whole(String name) {
    JsonNode node = member(name);
    if (node.isMissingNode()) {
      return OptionalLong.empty();
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return OptionalLong.of(node.longValue());
    }
    if (node.isString()) {
      Optional<Long> digits = digits(node.stringValue());
      if (digits.isPresent()) {
        return OptionalLong.of(digits.get());
      }
    }
    wrong(name + " must be a whole number");
    return OptionalLong.empty();
  }

  private static Optional<Long> digits(String text) {
    if (!text.matches("-?[0-9]{1,19}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException beyondLong) {
      return Optional.empty();
    }
  }

  // Half a surrogate pair can be written in JSON but not sent back in UTF-8.
  private static boolean wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!pairAt(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean pairAt(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  private JsonNode member(String name) {
    JsonNode node = body.path(name);
    return node.isNull() ? MissingNode.getInstance() : node;
  }

  private <T> Optional<T> wrong(String sentence) {
    if (problem.isEmpty()) {
      problem = Optional.of(sentence);
    }
    return Optional.empty();
  }
}
