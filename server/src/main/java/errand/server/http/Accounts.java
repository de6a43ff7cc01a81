package errand.server.http;

import errand.server.identity.SigV4;
import errand.server.identity.SigV4Verdict;
import java.security.cert.X509Certificate;

/** The planes of each account, and whose a caller's are. Threads: any; may block. */
public interface Accounts {

  /** Those of an account that an access key is for; the first such call makes the account. */
  Planes of(String account);

  /**
   * Those of the account that the named key is for, if there is such a key and the account has been
   * seen before; else of any. Proves nothing about who asks.
   */
  Planes claiming(String accessKeyId);

  /** Those of the account a device's certificate is registered in; when in none, of any. */
  Planes holding(X509Certificate certificate);

  /**
   * Answers a request whose signature does not hold, and has it noted where it claims to belong.
   */
  default HttpAnswer notSigned(HttpRequest request, SigV4Verdict.Refused why) {
    var claimed = SigV4.claimedKey(request.signable()).orElse("");
    return claiming(claimed).notSigned(request, claimed, why);
  }
}
