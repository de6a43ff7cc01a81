package errand.server.identity;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** Reads a signing request and says why it cannot be signed. */
final class CsrCheck {
  static final int TEXT_CHARS_MAX = 4096; // AWS's own limit of the member. [model]
  static final int RSA_BITS_MIN = 2048;
  static final int RSA_BITS_MAX = 8192; // [choice] beyond it one check costs noticeable time

  private CsrCheck() {}

  sealed interface Checked {
    record Good(JcaPKCS10CertificationRequest request, PublicKey key) implements Checked {}

    record Bad(String why) implements Checked {}
  }

  static Checked check(String pem) {
    if (pem.length() > TEXT_CHARS_MAX) {
      return new Checked.Bad("The signing request is longer than 4096 characters.");
    }
    var parsed = Pem.signingRequest(pem);
    if (parsed.isEmpty()) {
      return new Checked.Bad("The text holds no PEM certificate signing request.");
    }
    var request = new JcaPKCS10CertificationRequest(parsed.get());
    try {
      var key = request.getPublicKey();
      var weakness = weaknessOf(key);
      if (weakness.isPresent()) {
        return new Checked.Bad(weakness.get());
      }
      return signedBy(key, request)
          ? new Checked.Good(request, key)
          : new Checked.Bad("The signing request is not signed by its own key.");
    } catch (InvalidKeyException | NoSuchAlgorithmException | IllegalArgumentException e) {
      return new Checked.Bad("The public key in the signing request is of no supported kind.");
    }
  }

  private static Optional<String> weaknessOf(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> {
        var bits = rsa.getModulus().bitLength();
        yield bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX
            ? Optional.empty()
            : Optional.of("An RSA key must have 2048 to 8192 bits, this one has " + bits + ".");
      }
      // P-256, P-384 and P-521 are the curves the JDK reads, and the ones AWS takes. [doc]
      case ECPublicKey _ -> Optional.empty();
      default -> Optional.of("The key must be RSA or elliptic curve.");
    };
  }

  private static boolean signedBy(PublicKey key, JcaPKCS10CertificationRequest request) {
    try {
      return request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
    } catch (PKCSException | OperatorCreationException e) {
      return false; // an algorithm unknown here proves nothing
    }
  }
}
