package errand.server.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Signs requests of our own commands with SigV4, in the header form. */
public final class Signer {
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
    return headers(method, uri, Map.of(), PayloadHash.sha256(body), service, at);
  }

  /**
   * The same for a body that is sent from elsewhere.
   *
   * @param more further headers to be signed, by lower-case name; they are among the result
   * @param payload the SHA-256 of the body in hexadecimal digits
   */
  public Map<String, String> headers(
      String method,
      URI uri,
      Map<String, String> more,
      String payload,
      String service,
      Instant at) {
    String date = AmzTimestamps.text(at);
    var scope = new CredentialScope(key.id(), date.substring(0, 8), region, service);
    var headers = new TreeMap<>(more);
    headers.put("x-amz-date", date);
    var signed = new TreeMap<String, List<String>>();
    headers.forEach((name, value) -> signed.put(name, List.of(value)));
    signed.put("host", List.of(uri.getRawAuthority()));
    var names = List.copyOf(signed.keySet());
    var claim = new SignatureClaim(scope, names, "", at, new SignatureClaim.Form.Header());
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    var request = new SignableRequest(method, uri.getRawPath(), query, signed, new byte[0], true);
    String canonical = CanonicalRequest.text(request, claim, payload);
    String toSign =
        String.join(
            "\n",
            ClaimParse.ALGORITHM,
            date,
            scope.text(),
            PayloadHash.sha256(canonical.getBytes(StandardCharsets.ISO_8859_1)));
    String signature =
        HexFormat.of()
            .formatHex(SigningKeys.hmac(signingKeys.signingKey(key.secret(), scope), toSign));
    headers.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(key.id(), scope.text(), String.join(";", names), signature));
    return headers;
  }
}
