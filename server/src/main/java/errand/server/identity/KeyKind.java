package errand.server.identity;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kinds of key pairs made here. */
public enum KeyKind {
  /** What AWS makes for CreateKeysAndCertificate; about 100 ms of processor time each. */
  RSA_2048,
  /** Elliptic curve P-256; below a millisecond. */
  EC_P256;

  KeyPair generate() {
    try {
      var generator = KeyPairGenerator.getInstance(this == RSA_2048 ? "RSA" : "EC");
      generator.initialize(
          switch (this) {
            case RSA_2048 -> new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);
            case EC_P256 -> new ECGenParameterSpec("secp256r1");
          });
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no " + this + " keys", e);
    }
  }
}
