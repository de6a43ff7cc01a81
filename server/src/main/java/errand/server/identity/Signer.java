package errand.server.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Signs requests of our own commands with SigV4, in the header form. */
public final class Signer {
  private static final List<String> SIGNED = List.of("host", "x-amz-date");

  private final SigningKeys signingKeys = new SigningKeys();
  private final AccessKey key;
  private final String region;

  public Signer(AccessKey key, String region) {
    this.key = key;
    this.region = region;
  }

  /**
   * The headers that make the request signed, to be sent besides {@code Host}.
   *
   * @param uri whose authority is sent as the host
   * @param service such as {@code iot}
   * @param at within five minutes of the server's clock
   */
  public Map<String, String> headers(
      String method, URI uri, byte[] body, String service, Instant at) {
    String date = AmzTimestamps.text(at);
    var scope = new CredentialScope(key.id(), date.substring(0, 8), region, service);
    var claim = new SignatureClaim(scope, SIGNED, "", at, new SignatureClaim.Form.Header());
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    var signed = Map.of("host", List.of(uri.getRawAuthority()), "x-amz-date", List.of(date));
    var request = new SignableRequest(method, uri.getRawPath(), query, signed, body, true);
    String canonical = CanonicalRequest.text(request, claim, hex(sha256(body)));
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            date,
            scope.text(),
            hex(sha256(canonical.getBytes(StandardCharsets.UTF_8))));
    String signature = hex(SigningKeys.hmac(signingKeys.signingKey(key.secret(), scope), toSign));
    var headers = new LinkedHashMap<String, String>();
    headers.put("x-amz-date", date);
    headers.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(key.id(), scope.text(), String.join(";", SIGNED), signature));
    return headers;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
