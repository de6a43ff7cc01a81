package errand.core.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address in S3's forms, path-style at any host, or {@code s3://bucket/key}. Source:
 * control-plane 6.1.
 *
 * @param origin scheme and authority of a host that is not AWS's, such as {@code
 *     https://store:9000}
 * @param region of an AWS host that names one
 * @param bucket as written; empty when left out
 * @param key as written, decoded where the form says so; empty when left out
 * @param version the version's id
 */
public record S3Url(
    Optional<String> origin,
    Optional<String> region,
    String bucket,
    String key,
    Optional<String> version) {
  private static final String VERSION = "?versionId=";
  private static final Pattern FORM =
      Pattern.compile("(https?)://([^/?#]+)(?:/(.*))?", Pattern.DOTALL);
  private static final String AWS = "s3(?:[.-]([a-z0-9-]+))?\\.amazonaws\\.com(?:\\.cn)?";
  private static final Pattern AWS_PATH = Pattern.compile(AWS);
  private static final Pattern AWS_HOST = Pattern.compile("(.+)\\." + AWS);

  /** An object of this store, or of the one that has its bucket. */
  public static S3Url of(BucketName bucket, ObjectKey key, Optional<String> version) {
    return new S3Url(Optional.empty(), Optional.empty(), bucket.text(), key.text(), version);
  }

  /** A raw address: every character of the key stands for itself. */
  public static Optional<S3Url> parseRaw(String text) {
    if (text.startsWith("s3://")) {
      String path = text.substring("s3://".length());
      return Optional.of(at(Optional.empty(), Optional.empty(), path));
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String path = form.group(3) == null ? "" : form.group(3);
    Matcher pathStyle = AWS_PATH.matcher(form.group(2));
    if (pathStyle.matches()) {
      return Optional.of(at(Optional.empty(), Optional.ofNullable(pathStyle.group(1)), path));
    }
    Matcher hostStyle = AWS_HOST.matcher(form.group(2));
    if (hostStyle.matches()) {
      return Optional.of(
          at(
              Optional.empty(),
              Optional.ofNullable(hostStyle.group(2)),
              hostStyle.group(1) + "/" + path));
    }
    return Optional.of(
        at(Optional.of(form.group(1) + "://" + form.group(2)), Optional.empty(), path));
  }

  private static S3Url at(Optional<String> origin, Optional<String> region, String path) {
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    String rest = slash < 0 ? "" : path.substring(slash + 1);
    int mark = rest.lastIndexOf(VERSION);
    return mark < 0
        ? new S3Url(origin, region, bucket, rest, Optional.empty())
        : new S3Url(
            origin,
            region,
            bucket,
            rest.substring(0, mark),
            Optional.of(rest.substring(mark + VERSION.length())));
  }

  /**
   * A percent-encoded address, a version behind {@code ?versionId=} whose signs are encoded or not;
   * empty too when an escape is none.
   */
  public static Optional<S3Url> parseEncoded(String text) {
    return decoded(text).flatMap(S3Url::parseRaw);
  }

  private static Optional<String> decoded(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    byte[] plain = new byte[octets.length];
    int length = 0;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] != '%') {
        plain[length++] = octets[i];
        continue;
      }
      int high = i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
      int low = i + 2 < octets.length ? Character.digit(octets[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      plain[length++] = (byte) (high << 4 | low);
      i += 2;
    }
    return Optional.of(new String(plain, 0, length, StandardCharsets.UTF_8));
  }

  public Optional<BucketName> bucketName() {
    return BucketName.parse(bucket);
  }

  public Optional<ObjectKey> objectKey() {
    return ObjectKey.parse(key);
  }

  /** Whether it names one object of one bucket. */
  public boolean whole() {
    return bucketName().isPresent() && objectKey().isPresent();
  }

  /** The same place with another bucket and key. */
  public S3Url at(String otherBucket, String otherKey) {
    return new S3Url(origin, region, otherBucket, otherKey, version);
  }

  /** For people. */
  @Override
  public String toString() {
    return origin.map(each -> each + "/").orElse("s3://")
        + bucket
        + "/"
        + key
        + version.map(id -> VERSION + id).orElse("");
  }
}
