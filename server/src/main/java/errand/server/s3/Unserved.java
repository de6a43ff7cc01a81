package errand.server.s3;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a request asks for in its headers and does not get here. Passing over it would leave a file
 * open, unencrypted or deleted against the caller's will.
 */
final class Unserved {
  private static final List<String> BEGINNINGS =
      List.of(
          "x-amz-server-side-encryption",
          "x-amz-copy-source-server-side-encryption",
          "x-amz-copy-source-if-",
          "x-amz-object-lock-",
          "x-amz-grant-",
          "x-amz-tagging",
          "x-amz-if-match-",
          "x-amz-website-redirect-location",
          "x-amz-write-offset-bytes");

  /** What these ask for is so anyway. */
  private static final Map<String, List<String>> GRANTED =
      Map.of(
          "x-amz-acl", List.of("private", "bucket-owner-full-control", "bucket-owner-read"),
          "x-amz-storage-class", List.of("STANDARD"),
          "x-amz-tagging-directive", List.of("COPY"),
          "x-amz-object-ownership", List.of("BucketOwnerEnforced"),
          "x-amz-bucket-object-lock-enabled", List.of("false"));

  private Unserved() {}

  /** Throws when there is any of it, or when the caller means the bucket of somebody else. */
  static void refuse(S3Call call) {
    for (var line : call.head().headers().lines()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      boolean served =
          Optional.ofNullable(GRANTED.get(name))
              .map(granted -> granted.contains(line.value()))
              .orElseGet(() -> BEGINNINGS.stream().noneMatch(name::startsWith));
      if (!served) {
        throw new S3Exception(S3Error.NOT_IMPLEMENTED, name + " is not served.");
      }
    }
    if (call.method().equals("DELETE") && call.header("If-Match").isPresent()) {
      throw new S3Exception(S3Error.NOT_IMPLEMENTED, "Deletes are not conditional here.");
    }
    Optional<String> owner = call.header("x-amz-expected-bucket-owner");
    if (owner.filter(each -> !each.equals(call.signed().key().account())).isPresent()) {
      throw new S3Exception(S3Error.ACCESS_DENIED);
    }
  }

  /** The same for an element of DeleteObjects. */
  static void refuse(Map<String, String> object) {
    if (!List.of("Key").containsAll(object.keySet())) {
      throw new S3Exception(
          S3Error.NOT_IMPLEMENTED, "Objects are deleted by their keys, without conditions.");
    }
  }
}
