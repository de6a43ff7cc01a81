package errand.server.store;

/** The data folder cannot be used by this program now; the message tells an operator why. */
public final class UnusableFolderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableFolderException(String message) {
    super(message);
  }

  UnusableFolderException(String message, Throwable cause) {
    super(message, cause);
  }
}
