package errand.server.s3;

/** Carries an error answer out of an operation; never leaves this room. */
final class S3Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final S3Error error;

  S3Exception(S3Error error, String message) {
    super(message, null, false, false);
    this.error = error;
  }

  S3Exception(S3Error error) {
    this(error, error.message());
  }

  S3Error error() {
    return error;
  }
}
