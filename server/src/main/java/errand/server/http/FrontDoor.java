package errand.server.http;

import errand.server.identity.SigV4;
import errand.server.identity.SigV4Verdict;
import java.util.Optional;

/**
 * Tells who sends a request, and so whose account it is for: an access key's, else that of a client
 * certificate, which only devices have. Everything behind it belongs to one account.
 */
public final class FrontDoor implements HttpHandler {
  private final SigV4 signatures;
  private final Accounts accounts;

  public FrontDoor(SigV4 signatures, Accounts accounts) {
    this.signatures = signatures;
    this.accounts = accounts;
  }

  @Override
  public HttpAnswer handle(HttpRequest request) {
    return plain(request) ? unsigned(request) : judged(request);
  }

  // A device's usual request: spares it the search for a signature.
  private static boolean plain(HttpRequest request) {
    return request.rawQuery().isEmpty() && request.headers().all("Authorization").isEmpty();
  }

  private HttpAnswer judged(HttpRequest request) {
    return switch (signatures.verify(request.signable())) {
      case SigV4Verdict.Refused refused -> accounts.notSigned(request, refused);
      case SigV4Verdict.Signed signed ->
          accounts.of(signed.key().account()).signed(request, signed);
      case SigV4Verdict.Unsigned() -> unsigned(request);
    };
  }

  private HttpAnswer unsigned(HttpRequest request) {
    return request
        .peerCertificate()
        .map(shown -> accounts.holding(shown).byCertificate(request, shown))
        .orElseGet(FrontDoor::nobody);
  }

  /** Nobody's body is read: one whose key is unknown, or who shows no proof at all. */
  @Override
  public Optional<HttpAnswer> objection(HttpRequest head) {
    if (plain(head)) {
      return head.peerCertificate().isEmpty() ? Optional.of(nobody()) : Optional.empty();
    }
    Optional<HttpAnswer> refused =
        signatures.objection(head.signable()).map(why -> accounts.notSigned(head, why));
    boolean unsigned =
        refused.isEmpty()
            && head.peerCertificate().isEmpty()
            && signatures.unsigned(head.signable());
    return unsigned ? Optional.of(nobody()) : refused;
  }

  private static HttpAnswer nobody() {
    return HttpAnswer.error(
        403,
        "MissingAuthenticationTokenException",
        "Sign the request (SigV4) or show a client certificate.");
  }
}
