package errand.server.mqtt;

/** The broker could not do what it was asked. */
public final class LinkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
