package errand.core.fleet.policy;

/** A text that is no policy; the message is for its author. Thrown while one is read only. */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedException(String message) {
    super(message);
  }
}
