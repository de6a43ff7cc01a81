package errand.server.cli;

import errand.core.artifact.S3Url;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A bucket and what is behind it, as operators write it: {@code s3://bucket/key} or without the
 * scheme.
 */
record ArtifactPlace(String bucket, String key) {
  static ArtifactPlace parse(String text) {
    String url = text.startsWith("s3://") ? text : "s3://" + text;
    S3Url place = S3Url.parseRaw(url).orElseThrow();
    if (place.bucketName().isEmpty()) {
      throw new IllegalArgumentException(
          "an artifact is named bucket/key, and '" + place.bucket() + "' is no bucket's name");
    }
    return new ArtifactPlace(place.bucket(), place.key());
  }

  /** The same, which must name one object. */
  static ArtifactPlace parseWhole(String text) {
    ArtifactPlace place = parse(text);
    if (place.key().isEmpty()) {
      throw new IllegalArgumentException("an artifact is named bucket/key, not " + text);
    }
    return place;
  }

  String bucketPath() {
    return "/" + bucket;
  }

  String path() {
    return bucketPath() + "/" + encoded(key).replace("%2F", "/");
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
