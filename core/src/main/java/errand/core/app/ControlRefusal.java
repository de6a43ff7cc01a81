package errand.core.app;

import java.util.Optional;

/**
 * Why an operator's request is refused.
 *
 * @param message says what is wrong, for people
 * @param resource the id of the resource in the way, where the protocol tells it
 */
public record ControlRefusal(Why why, String message, Optional<String> resource) {
  public ControlRefusal(Why why, String message) {
    this(why, message, Optional.empty());
  }

  /** The kinds; the edge gives each its protocol name. */
  public enum Why {
    INVALID,
    INVALID_QUERY,
    NOT_FOUND,
    ALREADY_EXISTS,
    CONFLICT,
    WRONG_STATE,
    VERSION_CONFLICT,
    LIMIT_EXCEEDED,
    /** Deletion of something still in use. */
    DELETE_CONFLICT,
    /** The text that claims a certificate is none, or no more, or somebody else's. */
    OWNERSHIP_TOKEN,
    /** Too many versions of something. */
    VERSIONS_LIMIT,
    MALFORMED_POLICY,
    /** The certificate's or authority's standing does not allow it. */
    CERTIFICATE_STATE,
    /** The certificate itself is no good. */
    CERTIFICATE_INVALID,
    /** Several authorities could be meant. */
    CERTIFICATE_CONFLICT,
    /** The proof that an authority's key is held is no good. */
    REGISTRATION_CODE
  }

  static <T> Answer<T, ControlRefusal> because(Why why, String message) {
    return Answer.refused(new ControlRefusal(why, message));
  }

  /** Refuses a request that cannot be meant so. */
  public static <T> Answer<T, ControlRefusal> invalid(String message) {
    return Answer.refused(new ControlRefusal(Why.INVALID, message));
  }

  static <T> Answer<T, ControlRefusal> notFound(String message) {
    return Answer.refused(new ControlRefusal(Why.NOT_FOUND, message));
  }

  static <T> Answer<T, ControlRefusal> alreadyExists(String message) {
    return Answer.refused(new ControlRefusal(Why.ALREADY_EXISTS, message));
  }

  static <T> Answer<T, ControlRefusal> alreadyExists(String message, String resource) {
    return Answer.refused(new ControlRefusal(Why.ALREADY_EXISTS, message, Optional.of(resource)));
  }

  static <T> Answer<T, ControlRefusal> limitExceeded(String message) {
    return Answer.refused(new ControlRefusal(Why.LIMIT_EXCEEDED, message));
  }

  static <T> Answer<T, ControlRefusal> versionConflict(String message) {
    return Answer.refused(new ControlRefusal(Why.VERSION_CONFLICT, message));
  }
}
