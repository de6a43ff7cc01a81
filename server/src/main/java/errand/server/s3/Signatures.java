package errand.server.s3;

import errand.core.artifact.Label;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The operators' signatures over artifacts, which come as metadata. What is signed is the SHA-256
 * of the content: Ed25519 over the 32 octets of the digest, ECDSA over the digest as such, which is
 * what {@code openssl dgst -sha256 -verify} checks against the file.
 */
public final class Signatures {
  private final List<PublicKey> trusted;

  /** Signatures must be by one of these keys; without any they are taken as they come. */
  public Signatures(List<PublicKey> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /** Throws when there is a signature, and it is by none of the trusted keys. */
  void require(Map<String, String> headers, byte[] sha256) {
    String text = headers.get(Label.SIGNATURE);
    if (text == null) {
      return;
    }
    byte[] signature = decoded(text);
    boolean holds =
        trusted.isEmpty() || trusted.stream().anyMatch(key -> holds(key, sha256, signature));
    if (!holds) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT,
          Label.SIGNATURE + " is no signature over this content by a key that is trusted here.");
    }
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException damaged) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, Label.SIGNATURE + " must be base64.");
    }
  }

  private static boolean holds(PublicKey key, byte[] sha256, byte[] signature) {
    try {
      var check =
          Signature.getInstance(key.getAlgorithm().equals("EC") ? "NONEwithECDSA" : "Ed25519");
      check.initVerify(key);
      check.update(sha256);
      return check.verify(signature);
    } catch (GeneralSecurityException notOne) {
      return false;
    }
  }
}
