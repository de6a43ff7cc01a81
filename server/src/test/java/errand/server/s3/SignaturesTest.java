package errand.server.s3;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import errand.core.artifact.Label;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures over contents, made as their tools make them: ECDSA over the file itself. */
final class SignaturesTest {
  private static final byte[] CONTENT = "an image".getBytes(StandardCharsets.UTF_8);

  private static KeyPair onCurve(String curve) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair edwards() throws Exception {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  private static byte[] sha256(byte[] content) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(content);
  }

  private static byte[] signature(String algorithm, KeyPair by, byte[] over) throws Exception {
    var signing = Signature.getInstance(algorithm);
    signing.initSign(by.getPrivate());
    signing.update(over);
    return signing.sign();
  }

  private static ThrowingCallable taken(List<PublicKey> trusted, byte[] signature) {
    String text = Base64.getEncoder().encodeToString(signature);
    return () -> new Signatures(trusted).require(Map.of(Label.SIGNATURE, text), sha256(CONTENT));
  }

  private static void isRefused(ThrowingCallable taken) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(taken)
        .withMessageContaining("by a key that is trusted here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void ecdsa_over_the_file_holds_by_its_digest(String curve) throws Exception {
    KeyPair signer = onCurve(curve);
    var trusted = List.of(edwards().getPublic(), signer.getPublic());

    assertThatCode(taken(trusted, signature("SHA256withECDSA", signer, CONTENT)))
        .doesNotThrowAnyException();
    isRefused(taken(trusted, signature("SHA512withECDSA", signer, CONTENT)));
    isRefused(taken(trusted, signature("SHA256withECDSA", signer, new byte[] {1})));
    isRefused(taken(trusted, signature("SHA256withECDSA", onCurve(curve), CONTENT)));
  }

  @Test
  void ed25519_over_the_digest_holds() throws Exception {
    KeyPair signer = edwards();
    var trusted = List.of(onCurve("secp256r1").getPublic(), signer.getPublic());

    assertThatCode(taken(trusted, signature("Ed25519", signer, sha256(CONTENT))))
        .doesNotThrowAnyException();
    isRefused(taken(trusted, signature("Ed25519", signer, CONTENT)));
    isRefused(taken(trusted, signature("Ed25519", edwards(), sha256(CONTENT))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 72, 3000})
  void octets_that_are_no_signature_are_refused_by_every_kind_of_key(int length) throws Exception {
    isRefused(taken(List.of(edwards().getPublic()), new byte[length]));
    isRefused(taken(List.of(onCurve("secp256r1").getPublic()), new byte[length]));
  }

  @Test
  void text_that_is_not_base64_is_refused_even_when_nobody_is_trusted() {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () -> new Signatures(List.of()).require(Map.of(Label.SIGNATURE, "§"), new byte[32]))
        .withMessageContaining("must be base64");
  }

  @Test
  void a_file_without_a_signature_needs_none() {
    assertThatCode(() -> new Signatures(List.of()).require(Map.of(), new byte[32]))
        .doesNotThrowAnyException();
  }
}
