package errand.core.app;

/** The database failed; whether the work took effect is then unknown unless the message says so. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
