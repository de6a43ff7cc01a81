package errand.core.app;

/**
 * Why an operator's request is refused.
 *
 * @param message says what is wrong, for people
 */
public record ControlRefusal(Why why, String message) {
  /** The kinds; the edge gives each its protocol name. */
  public enum Why {
    INVALID,
    INVALID_QUERY,
    NOT_FOUND,
    ALREADY_EXISTS,
    CONFLICT,
    WRONG_STATE,
    VERSION_CONFLICT,
    LIMIT_EXCEEDED
  }

  static <T> Answer<T, ControlRefusal> invalid(String message) {
    return Answer.refused(new ControlRefusal(Why.INVALID, message));
  }

  static <T> Answer<T, ControlRefusal> notFound(String message) {
    return Answer.refused(new ControlRefusal(Why.NOT_FOUND, message));
  }

  static <T> Answer<T, ControlRefusal> alreadyExists(String message) {
    return Answer.refused(new ControlRefusal(Why.ALREADY_EXISTS, message));
  }
}
