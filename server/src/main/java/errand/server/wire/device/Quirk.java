package errand.server.wire.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Behaviour that is off unless asked for by name: where sources on AWS disagree, and where a device
 * may have been written for the other reading. Source: device-protocol 9.
 */
public enum Quirk {
  /** A description of an execution that is over shows it; else TerminalStateReached, 410. */
  DESCRIBE_ENDED,

  /** A thing that is not registered has an empty queue; else ResourceNotFound, 404. */
  UNKNOWN_THING_EMPTY,

  /** Executions over MQTT have no {@code thingName}; else they have, as over HTTPS. */
  NO_THING_NAME,

  /** A forbidden filter closes an MQTT 3.1.1 connection; else it is refused with 0x80. */
  SUBSCRIBE_REFUSAL_CLOSES,

  /** An answer is sent only to who may iot:Receive it; else to whoever was allowed to ask. */
  RECEIVE_FOR_ANSWERS;

  /** As operators write it: {@code describe-ended}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The one with this name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public static Quirk named(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no quirk " + word + "; there are " + all()));
  }

  private static String all() {
    return Arrays.stream(values()).map(Quirk::word).collect(Collectors.joining(", "));
  }
}
