package errand.core.provision;

/** A template cannot be filled in; the message says why, for people. */
public final class UnresolvedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnresolvedException(String message) {
    super(message, null, false, false);
  }
}
