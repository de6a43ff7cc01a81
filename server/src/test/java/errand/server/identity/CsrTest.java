package errand.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsrTest {
  private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path data;
  private LocalAuthority authority;

  @BeforeEach
  void open() {
    authority = LocalAuthority.open(new AuthoritySettings(data, List.of()), () -> T0);
  }

  @AfterEach
  void close() {
    authority.close();
  }

  @Test
  void a_good_request_is_signed_with_its_subject_and_key_and_our_purpose() throws Exception {
    var pair = KeyKind.EC_P256.generate();

    var verdict = authority.certificateFromCsr(csr(pair, pair, "SHA256withECDSA"));

    assertThat(verdict).isInstanceOf(CsrVerdict.Issued.class);
    var certificate = ((CsrVerdict.Issued) verdict).certificate().certificate();
    certificate.verify(authority.caCertificate().getPublicKey());
    assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=pump-7");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getBasicConstraints()).isNegative();
  }

  @Test
  void rsa_and_the_bigger_curves_are_taken() throws Exception {
    var rsa = pair("RSA", 2048);
    var curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(new ECGenParameterSpec("secp521r1"));
    var big = curve.generateKeyPair();

    assertThat(authority.certificateFromCsr(csr(rsa, rsa, "SHA256withRSA")))
        .isInstanceOf(CsrVerdict.Issued.class);
    assertThat(authority.certificateFromCsr(csr(big, big, "SHA512withECDSA")))
        .isInstanceOf(CsrVerdict.Issued.class);
  }

  @Test
  void a_weak_key_is_rejected() throws Exception {
    var weak = pair("RSA", 1024);

    assertRejected(csr(weak, weak, "SHA256withRSA"), "2048");
  }

  @Test
  void a_key_of_another_kind_is_rejected() throws Exception {
    var edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    assertRejected(csr(edwards, edwards, "Ed25519"), "RSA or elliptic curve");
  }

  @Test
  void a_request_signed_by_another_key_is_rejected() throws Exception {
    var shown = KeyKind.EC_P256.generate();
    var signing = KeyKind.EC_P256.generate();

    assertRejected(csr(shown, signing, "SHA256withECDSA"), "not signed by its own key");
  }

  @Test
  void what_is_no_request_is_rejected() throws Exception {
    var pair = KeyKind.EC_P256.generate();
    var good = csr(pair, pair, "SHA256withECDSA");

    assertRejected("", "no PEM");
    assertRejected("hello", "no PEM");
    assertRejected(Pem.of(authority.caCertificate()), "no PEM");
    assertRejected(good.substring(0, good.length() / 2), "no PEM");
    assertRejected(good.replaceFirst("MI", "!!"), "no PEM");
    assertRejected(good + " ".repeat(CsrCheck.TEXT_CHARS_MAX), "4096");
  }

  private void assertRejected(String pem, String why) {
    var verdict = authority.certificateFromCsr(pem);

    assertThat(verdict).isInstanceOf(CsrVerdict.Rejected.class);
    assertThat(((CsrVerdict.Rejected) verdict).why()).contains(why);
  }

  private static KeyPair pair(String algorithm, int bits) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static String csr(KeyPair shown, KeyPair signing, String scheme) throws Exception {
    var builder =
        new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=pump-7"), shown.getPublic());
    var request = builder.build(new JcaContentSignerBuilder(scheme).build(signing.getPrivate()));
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(request);
    }
    return text.toString();
  }
}
