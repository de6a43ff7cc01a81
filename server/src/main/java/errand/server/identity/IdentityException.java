package errand.server.identity;

/**
 * An identity file or key could not be read, written or made; the message says what an operator can
 * do about it. Thrown while starting or issuing, never for a caller's mistake.
 */
public final class IdentityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with nothing underneath. */
  public IdentityException(String message) {
    super(message);
  }

  /** A failure caused by another. */
  public IdentityException(String message, Throwable cause) {
    super(message, cause);
  }
}
