package errand.server.identity;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes signed links to objects in S3's form. Threads: any. */
public final class Presigner {
  private static final List<String> SIGNED = List.of("host");
  private static final String SERVICE = "s3";

  private final SigningKeys signingKeys = new SigningKeys();

  /**
   * What a link leads to.
   *
   * @param origin scheme and authority, such as {@code https://localhost:8443}
   */
  public record Target(
      String method, String origin, String bucket, String key, Optional<String> version) {}

  /** By whom a link is signed, in which region. */
  public record By(String keyId, String secret, String region) {
    /** Leaves the secret out. */
    @Override
    public String toString() {
      return "By[" + keyId + ", " + region + "]";
    }
  }

  /** A link that is good from then on. */
  public String link(Target target, By by, Instant at, Duration validFor) {
    String date = AmzTimestamps.text(at);
    var scope = new CredentialScope(by.keyId(), date.substring(0, 8), by.region(), SERVICE);
    // Slashes are left as they are, which a query may have: tools on devices mangle percent signs.
    String query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + by.keyId()
            + "/"
            + scope.text()
            + "&X-Amz-Date="
            + date
            + "&X-Amz-Expires="
            + validFor.toSeconds()
            + "&X-Amz-SignedHeaders=host"
            + target.version().map(id -> "&versionId=" + encoded(id, false)).orElse("");
    String path = "/" + encoded(target.bucket(), false) + "/" + encoded(target.key(), true);
    String signature =
        signature(target, path, query, new Signing(by.secret(), scope, at, validFor));
    return target.origin() + path + "?" + query + "&X-Amz-Signature=" + signature;
  }

  private record Signing(String secret, CredentialScope scope, Instant at, Duration validFor) {}

  private String signature(Target target, String path, String query, Signing by) {
    String host = target.origin().substring(target.origin().indexOf("://") + "://".length());
    var claim =
        new SignatureClaim(
            by.scope(), SIGNED, "", by.at(), new SignatureClaim.Form.Link(by.validFor()));
    var request =
        new SignableRequest(
            target.method(), path, query, Map.of("host", List.of(host)), new byte[0], true);
    String canonical = CanonicalRequest.text(request, claim, PayloadHash.UNSIGNED);
    String toSign =
        String.join(
            "\n",
            ClaimParse.ALGORITHM,
            AmzTimestamps.text(by.at()),
            by.scope().text(),
            PayloadHash.sha256(canonical.getBytes(StandardCharsets.ISO_8859_1)));
    byte[] signingKey = signingKeys.signingKey(by.secret(), by.scope());
    return HexFormat.of().formatHex(SigningKeys.hmac(signingKey, toSign));
  }

  private static String encoded(String text, boolean keepSlash) {
    return UriEncoding.encode(text.getBytes(StandardCharsets.UTF_8), keepSlash);
  }
}
