package errand.server.identity;

import com.google.common.hash.Hashing;

/**
 * The last line of the canonical request, checked against the real body.
 *
 * <p>{@code UNSIGNED-PAYLOAD} leaves the body open to changes on the way, so it counts only where
 * there is no way to change it: over TLS, or for a GET or HEAD without a body. [choice]
 */
sealed interface PayloadHash {
  String UNSIGNED = "UNSIGNED-PAYLOAD";
  String HEADER = "x-amz-content-sha256";

  record Line(String text) implements PayloadHash {}

  record Wrong(String why) implements PayloadHash {}

  static PayloadHash of(SignableRequest request, SignatureClaim claim) {
    var signed = claim.signedHeaders().contains(HEADER);
    if (signed) {
      return request
          .single(HEADER)
          .map(announced -> checked(request, announced))
          .orElseGet(() -> new Wrong("The signed x-amz-content-sha256 header is not there once."));
    }
    // Links to S3 objects are made before the content is known.
    var open = claim.presigned() && claim.scope().service().equals("s3");
    return open ? checked(request, UNSIGNED) : new Line(sha256(request.body()));
  }

  /** What the client says of a body that is still to come; it cannot be checked yet. */
  static String announced(SignableRequest head, SignatureClaim claim) {
    return claim.presigned() && !claim.signedHeaders().contains(HEADER)
        ? UNSIGNED
        : head.single(HEADER).orElse(UNSIGNED);
  }

  private static PayloadHash checked(SignableRequest request, String announced) {
    if (announced.equals(UNSIGNED)) {
      return mayStayUnsigned(request)
          ? new Line(UNSIGNED)
          : new Wrong("An unsigned payload is accepted over TLS only.");
    }
    return announced.equals(sha256(request.body()))
        ? new Line(announced)
        : new Wrong("The provided 'x-amz-content-sha256' header does not match what was computed.");
  }

  private static boolean mayStayUnsigned(SignableRequest request) {
    var reads = request.method().equals("GET") || request.method().equals("HEAD");
    return request.secure() || (reads && request.body().length == 0);
  }

  static String sha256(byte[] octets) {
    return Hashing.sha256().hashBytes(octets).toString();
  }
}
