package errand.server.wire.provision;

/** A text that is no provisioning template; thrown while one is read only. */
final class MalformedTemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedTemplateException(String message) {
    super(message, null, false, false);
  }
}
