package errand.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalAuthorityTest {
  private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path data;
  private final AtomicReference<Instant> now = new AtomicReference<>(T0);

  private LocalAuthority open(String... names) {
    return LocalAuthority.open(
        new AuthoritySettings(data.resolve("identity"), List.of(names)), now::get);
  }

  private Path file(String name) {
    return data.resolve("identity").resolve(name);
  }

  @Test
  void the_first_start_makes_files_that_the_owner_alone_can_read() throws IOException {
    try (var authority = open()) {
      assertThat(authority.caCertificatePem()).isEqualTo(file("ca.pem"));
    }
    try (var files = Files.list(data.resolve("identity"))) {
      assertThat(files)
          .containsExactlyInAnyOrder(file("authority.pem"), file("server.pem"), file("ca.pem"))
          .allSatisfy(each -> assertThat(permissions(each)).isEqualTo("rw-------"));
    }
    assertThat(permissions(data.resolve("identity"))).isEqualTo("rwx------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void the_second_start_loads_what_the_first_one_made() {
    try (var first = open();
        var second = open()) {
      assertThat(second.caCertificate()).isEqualTo(first.caCertificate());
      assertThat(second.serverCertificate()).isEqualTo(first.serverCertificate());
    }
  }

  @Test
  void the_server_certificate_has_the_loopback_names_and_those_configured()
      throws GeneralSecurityException {
    try (var authority = open("Errand.Example", "192.0.2.7", "2001:db8::1")) {
      var certificate = authority.serverCertificate();

      certificate.verify(authority.caCertificate().getPublicKey());
      assertThat(ServerNames.in(certificate))
          .isEqualTo(
              ServerNames.loopbackAnd(List.of("errand.example", "192.0.2.7", "2001:db8:0::1")));
      assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
      assertThat(authority.caCertificate().getBasicConstraints()).isZero();
    }
  }

  @Test
  void a_change_of_names_makes_a_new_server_certificate_from_the_same_authority() {
    try (var before = open();
        var after = open("errand.example")) {
      assertThat(after.caCertificate()).isEqualTo(before.caCertificate());
      assertThat(after.serverCertificate()).isNotEqualTo(before.serverCertificate());
    }
  }

  @Test
  void the_server_certificate_is_renewed_thirty_days_before_its_end_while_running() {
    try (var authority = open()) {
      var first = authority.serverCertificate();
      var due = T0.plus(Certificates.SERVER_LIFE).minus(AuthorityFiles.RENEW_BEFORE);

      now.set(due.minusSeconds(1));
      assertThat(authority.renewServerCertificateWhenDue()).isFalse();
      now.set(due);
      assertThat(authority.renewServerCertificateWhenDue()).isTrue();

      assertThat(authority.serverCertificate()).isNotEqualTo(first);
      assertThat(authority.serverCertificate().getNotAfter().toInstant())
          .isEqualTo(due.plus(Certificates.SERVER_LIFE));
    }
  }

  @Test
  void a_missing_server_certificate_is_made_anew() throws IOException {
    try (var first = open()) {
      Files.delete(file("server.pem"));
      try (var second = open()) {
        assertThat(second.caCertificate()).isEqualTo(first.caCertificate());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"authority.pem, Restore the folder", "server.pem, Remove that file and start again"})
  void a_damaged_file_stops_the_start_with_a_remedy(String name, String remedy) throws IOException {
    open().close();
    var whole = Files.readString(file(name));

    for (var damage :
        List.of(
            "",
            "garbage",
            whole.substring(0, whole.indexOf("-----BEGIN CERT")),
            whole.substring(whole.indexOf("-----BEGIN CERT")),
            whole.replaceFirst("M[A-Za-z]", "!!"),
            whole.replaceFirst("(?s)-----END PRIVATE KEY-----.*", ""))) {
      Files.writeString(file(name), damage);
      assertThatThrownBy(this::open)
          .isInstanceOf(IdentityException.class)
          .hasMessageContaining(file(name).toString())
          .hasMessageContaining(remedy);
    }
  }

  @Test
  void a_key_beside_another_one_s_certificate_stops_the_start() throws IOException {
    open().close();
    var other = Certificates.newAuthority(T0);
    var mine = Files.readString(file("authority.pem"));
    var certificate = mine.substring(mine.indexOf("-----BEGIN CERT"));
    Files.writeString(file("authority.pem"), Pem.of(other.key()) + certificate);

    assertThatThrownBy(this::open)
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("the key is not the certificate's");
  }

  @Test
  void a_missing_authority_beside_its_other_files_stops_the_start() throws IOException {
    open().close();
    Files.delete(file("authority.pem"));

    assertThatThrownBy(this::open)
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("incomplete identity")
        .hasMessageContaining("Restore the folder");
  }

  @Test
  void a_name_that_is_none_stops_the_start() {
    assertThatThrownBy(() -> open("no/name"))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("no/name");
  }

  @Test
  void keys_made_for_a_device_belong_to_its_certificate() throws Exception {
    try (var authority = open()) {
      for (var kind : KeyKind.values()) {
        var made = authority.keysAndCertificate(kind);

        var certificate = made.certificate().certificate();
        certificate.verify(authority.caCertificate().getPublicKey());
        var key = Pem.privateKey(made.privateKeyPem()).orElseThrow();
        assertThat(key.getAlgorithm()).isEqualTo(certificate.getPublicKey().getAlgorithm());
        assertThat(made.publicKeyPem()).isEqualTo(Pem.of(certificate.getPublicKey()));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(made.toString()).doesNotContain("PRIVATE");
      }
    }
  }

  @Test
  void rsa_keys_have_the_size_and_the_form_of_aws() {
    try (var authority = open()) {
      var made = authority.keysAndCertificate(KeyKind.RSA_2048);

      var key = (RSAPublicKey) made.certificate().certificate().getPublicKey();
      assertThat(key.getModulus().bitLength()).isEqualTo(2048);
      assertThat(made.privateKeyPem()).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
    }
  }

  @Test
  void a_certificate_id_is_the_sha_256_of_its_der_form() throws Exception {
    try (var authority = open()) {
      var made = authority.keysAndCertificate(KeyKind.EC_P256).certificate();

      var digest = MessageDigest.getInstance("SHA-256").digest(made.certificate().getEncoded());
      assertThat(made.certificateId()).isEqualTo(HexFormat.of().formatHex(digest)).hasSize(64);
      assertThat(DeviceCertificate.parse(made.pem())).contains(made);
    }
  }

  @Test
  void a_device_certificate_does_not_outlive_its_authority() {
    try (var authority = open()) {
      var made = authority.keysAndCertificate(KeyKind.EC_P256).certificate().certificate();

      assertThat(made.getNotAfter()).isEqualTo(authority.caCertificate().getNotAfter());
      assertThat(made.getNotBefore().toInstant()).isEqualTo(T0.minus(Duration.ofMinutes(5)));
    }
  }

  @Test
  void the_key_store_holds_key_and_chain() throws Exception {
    try (var authority = open()) {
      authority.writeKeyStore(file("broker.p12"), "a password");

      var store = KeyStore.getInstance(file("broker.p12").toFile(), "a password".toCharArray());
      assertThat(store.getCertificateChain("server"))
          .containsExactly(authority.serverCertificate(), authority.caCertificate());
      assertThat(permissions(file("broker.p12"))).isEqualTo("rw-------");
    }
  }

  @Test
  void pairs_made_ahead_are_bounded_and_never_given_twice() {
    try (var pairs = new KeyPairs()) {
      var first = pairs.take(KeyKind.RSA_2048);
      var second = pairs.take(KeyKind.RSA_2048);

      assertThat(first.getPublic()).isNotEqualTo(second.getPublic());
      assertThat(pairs.inStock()).isLessThanOrEqualTo(KeyPairs.STOCK_MAX);
    }
  }

  private LocalAuthority supplied(Path certificate, Path key) {
    var files = new AuthoritySettings.KeyFiles(certificate, key);
    return LocalAuthority.open(
        new AuthoritySettings(data.resolve("identity"), List.of(), Optional.of(files)), now::get);
  }

  private static KeyAndChain foreign(Instant at) {
    var names = ServerNames.loopbackAnd(List.of("plant.example"));
    return Certificates.newServer(Certificates.newAuthority(at), names, at);
  }

  private static void write(KeyAndChain pair, Path certificate, Path key) throws IOException {
    var chain = new StringBuilder();
    pair.chain().forEach(each -> chain.append(Pem.of(each)));
    Files.writeString(certificate, chain);
    Files.writeString(key, Pem.of(pair.key()));
  }

  @Test
  void a_certificate_of_the_operator_s_is_shown_and_read_anew_when_it_changes() throws IOException {
    Path certificate = data.resolve("plant.crt");
    Path key = data.resolve("plant.key");
    KeyAndChain first = foreign(T0);
    KeyAndChain second = foreign(T0.plusSeconds(60));
    write(first, certificate, key);
    try (var authority = supplied(certificate, key)) {
      assertThat(authority.serverCertificate()).isEqualTo(first.certificate());
      assertThat(Pem.certificate(Files.readString(authority.caCertificatePem())))
          .contains(first.chain().getLast());
      assertThat(authority.renewServerCertificateWhenDue()).isFalse();

      Files.writeString(certificate, "half written");
      assertThat(authority.renewServerCertificateWhenDue()).isFalse();
      assertThat(authority.serverCertificate()).isEqualTo(first.certificate());

      write(second, certificate, key);
      assertThat(authority.renewServerCertificateWhenDue()).isTrue();
      assertThat(authority.serverCertificate()).isEqualTo(second.certificate());
    }
  }

  @Test
  void a_key_that_is_not_the_supplied_certificate_s_stops_the_start() throws IOException {
    Path certificate = data.resolve("plant.crt");
    Path key = data.resolve("plant.key");
    write(foreign(T0), certificate, data.resolve("other.key"));
    write(foreign(T0), data.resolve("other.crt"), key);

    assertThatThrownBy(() -> supplied(certificate, key))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("the key is not the certificate's")
        .hasMessageContaining("--server-cert");
  }
}
