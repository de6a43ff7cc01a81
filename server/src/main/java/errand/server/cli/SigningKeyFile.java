package errand.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** An operator's private key, Ed25519 or ECDSA, as {@code openssl genpkey} writes it. */
record SigningKeyFile(PrivateKey key) {
  static SigningKeyFile read(Path file) {
    try {
      String pem = Files.readString(file);
      if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
        throw new IllegalArgumentException(
            file + " holds no private key in PKCS #8 (-----BEGIN PRIVATE KEY-----)");
      }
      String base64 =
          pem.replaceFirst("(?s).*-----BEGIN PRIVATE KEY-----", "")
              .replaceFirst("(?s)-----END PRIVATE KEY-----.*", "");
      return new SigningKeyFile(key(file, Base64.getMimeDecoder().decode(base64)));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the key in " + file, failure);
    }
  }

  private static PrivateKey key(Path file, byte[] encoded) {
    for (String algorithm : List.of("Ed25519", "EC")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException _) {
        // Then it may be of the next one.
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException("this JDK has no " + algorithm, impossible);
      }
    }
    throw new IllegalArgumentException(file + " holds neither an Ed25519 nor an ECDSA key");
  }

  /** Over the SHA-256 of a content; in base64. */
  String sign(byte[] sha256) {
    try {
      var signature =
          Signature.getInstance(key.getAlgorithm().equals("EC") ? "NONEwithECDSA" : "Ed25519");
      signature.initSign(key);
      signature.update(sha256);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("the key does not sign", failure);
    }
  }
}
