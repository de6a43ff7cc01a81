package errand.bench;

/** A server did what it must not do, so there is nothing to measure. */
final class UnexpectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnexpectedException(String message) {
    super(message);
  }
}
