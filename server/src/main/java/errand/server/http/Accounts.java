package errand.server.http;

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
}
