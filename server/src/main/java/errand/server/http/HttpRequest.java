package errand.server.http;

import errand.server.identity.SignableRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A request that arrived as a whole.
 *
 * <p>Targets that are no URI never get here: a broken escape, an encoded NUL, a fragment or
 * anything but printable ASCII is answered 400 by the listener.
 *
 * @param method as sent; methods are case-sensitive
 * @param rawPath exactly as sent, never decoded nor normalised: parameters after a semicolon, dot
 *     segments and doubled slashes are still in it; printable ASCII
 * @param rawQuery exactly as sent, without the question mark; empty when there is none
 * @param headers in the order sent
 * @param body not copied; nobody may change it
 * @param peer who sent it, as far as the connection knows
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are big, short-lived and never compared
public record HttpRequest(
    String method, String rawPath, String rawQuery, Headers headers, byte[] body, Peer peer) {

  /** The same with this body. */
  HttpRequest with(byte[] whole) {
    return new HttpRequest(method, rawPath, rawQuery, headers, whole, peer);
  }

  /** The path split at slashes and then decoded; see {@link PercentDecoding#segments}. */
  public Decoded<List<String>> pathSegments() {
    return PercentDecoding.segments(rawPath);
  }

  /** The query's parameters, decoded, in the order sent, with repeated names kept. */
  public Decoded<List<QueryParameter>> query() {
    return PercentDecoding.parameters(rawQuery);
  }

  /** The client's certificate, when it showed one. */
  public Optional<X509Certificate> peerCertificate() {
    return peer.certificate();
  }

  /** Whether it came over TLS. */
  public boolean secure() {
    return peer.secure();
  }

  /** The parts a signature covers. */
  public SignableRequest signable() {
    return new SignableRequest(
        method, rawPath, rawQuery, headers.byLowerCaseName(), body, peer.secure());
  }
}
