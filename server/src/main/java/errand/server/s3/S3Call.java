package errand.server.s3;

import errand.core.artifact.BucketName;
import errand.core.artifact.ObjectKey;
import errand.server.artifact.ArtifactStore;
import errand.server.http.HttpRequest;
import errand.server.identity.HeadVerdict;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has been let in.
 *
 * @param path decoded, without its leading slash: {@code BUCKET} or {@code BUCKET/KEY} or nothing
 * @param query decoded; of a name given twice the first value
 * @param signed by whom and how
 * @param store the files of the signer's account
 */
record S3Call(
    HttpRequest head,
    String path,
    Map<String, String> query,
    HeadVerdict.Signed signed,
    ArtifactStore store,
    InputStream body) {

  static S3Call of(
      HttpRequest head, HeadVerdict.Signed signed, ArtifactStore store, InputStream body) {
    String path = decoded(head.rawPath().substring(1), false);
    var query = new LinkedHashMap<String, String>();
    for (String part : head.rawQuery().split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals);
        String value = equals < 0 ? "" : part.substring(equals + 1);
        query.putIfAbsent(decoded(name, true), decoded(value, true));
      }
    }
    return new S3Call(head, path, query, signed, store, body);
  }

  /** Keys may hold anything, also what a path elsewhere must not: dots, doubled slashes. */
  static String decoded(String raw, boolean plusIsBlank) {
    byte[] octets = raw.getBytes(StandardCharsets.UTF_8);
    byte[] plain = new byte[octets.length];
    int length = 0;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '%') {
        int high = i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
        int low = i + 2 < octets.length ? Character.digit(octets[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw new S3Exception(S3Error.INVALID_URI);
        }
        plain[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        plain[length++] = plusIsBlank && octets[i] == '+' ? (byte) ' ' : octets[i];
      }
    }
    String text = new String(plain, 0, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      throw new S3Exception(S3Error.INVALID_URI);
    }
    return text;
  }

  String method() {
    return head.method();
  }

  Optional<String> header(String name) {
    return head.headers().first(name);
  }

  boolean asks(String parameter) {
    return query.containsKey(parameter);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** A whole number in the query, within bounds. */
  int number(String name, int otherwise, int min, int max) {
    Optional<String> text = parameter(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("[0-9]{1,9}")
        || Integer.parseInt(text.get()) < min
        || Integer.parseInt(text.get()) > max) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, name + " must be between " + min + " and " + max + ".");
    }
    return Integer.parseInt(text.get());
  }

  boolean ofService() {
    return path.isEmpty();
  }

  boolean ofBucket() {
    return keyText().isEmpty();
  }

  private String keyText() {
    int slash = path.indexOf('/');
    return slash < 0 ? "" : path.substring(slash + 1);
  }

  BucketName bucket() {
    int slash = path.indexOf('/');
    return BucketName.parse(slash < 0 ? path : path.substring(0, slash))
        .orElseThrow(() -> new S3Exception(S3Error.INVALID_BUCKET_NAME));
  }

  ObjectKey key() {
    return key(keyText());
  }

  static ObjectKey key(String text) {
    return ObjectKey.parse(text)
        .orElseThrow(
            () ->
                text.getBytes(StandardCharsets.UTF_8).length > ObjectKey.BYTES_MAX
                    ? new S3Exception(S3Error.KEY_TOO_LONG)
                    : new S3Exception(
                        S3Error.INVALID_ARGUMENT, "A key cannot hold control characters."));
  }
}
