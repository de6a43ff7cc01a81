package errand.server.s3;

import java.util.List;
import java.util.Optional;

/**
 * A call that changes something, as the record tells it.
 *
 * @param action as IAM spells it
 * @param resources the bucket or object
 */
record Writing(String action, List<String> resources) {
  Writing {
    resources = List.copyOf(resources);
  }

  /** Empty for a call that only looks. */
  static Optional<Writing> of(S3Call call) {
    return name(call).map(name -> new Writing("s3:" + name, List.of("s3://" + call.path())));
  }

  private static Optional<String> name(S3Call call) {
    if (call.ofService()) {
      return Optional.empty();
    }
    return switch (call.method()) {
      case "PUT" -> Optional.of(call.ofBucket() ? "CreateBucket" : put(call));
      case "DELETE" -> Optional.of(call.ofBucket() ? "DeleteBucket" : delete(call));
      case "POST" -> Optional.of(call.ofBucket() ? "DeleteObjects" : post(call));
      default -> Optional.empty();
    };
  }

  private static String put(S3Call call) {
    if (call.asks("uploadId")) {
      return "UploadPart";
    }
    return call.header("x-amz-copy-source").isPresent() ? "CopyObject" : "PutObject";
  }

  private static String delete(S3Call call) {
    return call.asks("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
  }

  private static String post(S3Call call) {
    if (call.asks("uploads")) {
      return "CreateMultipartUpload";
    }
    return call.asks("uploadId") ? "CompleteMultipartUpload" : "RevokeLinks";
  }
}
