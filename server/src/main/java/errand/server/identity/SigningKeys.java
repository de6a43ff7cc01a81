package errand.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives signing keys and keeps the last used ones, at most {@value #KEPT_MAX}.
 *
 * <p>Safe for all threads. The secret is part of the lookup, so a rotated key misses the old entry.
 */
final class SigningKeys {
  static final int KEPT_MAX = 1024;

  private final Map<Source, byte[]> kept =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, byte[]> eldest) {
          return size() > KEPT_MAX;
        }
      };

  byte[] signingKey(String secret, CredentialScope scope) {
    var source = new Source(secret, scope.date(), scope.region(), scope.service());
    synchronized (kept) {
      var known = kept.get(source);
      if (known != null) {
        return known;
      }
    }
    var derived = derive(source);
    synchronized (kept) {
      kept.put(source, derived);
    }
    return derived;
  }

  private static byte[] derive(Source source) {
    var key = ("AWS4" + source.secret()).getBytes(StandardCharsets.UTF_8);
    key = hmac(key, source.date());
    key = hmac(key, source.region());
    key = hmac(key, source.service());
    return hmac(key, "aws4_request");
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  int size() {
    synchronized (kept) {
      return kept.size();
    }
  }

  private record Source(String secret, String date, String region, String service) {}
}
