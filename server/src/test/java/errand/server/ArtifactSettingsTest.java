package errand.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import errand.server.cli.Starter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that {@code errand serve} is told of with --storages and --trust-signer. */
final class ArtifactSettingsTest {
  private static final String ONE =
      "{\"endpoint\":\"https://minio.example:9000\",\"accessKeyId\":\"id\",\"secretAccessKey\":\"secret\"%s}";

  @TempDir Path folder = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("file"), text);
  }

  private static Config.Artifacts read(Optional<Path> storages, List<Path> signers) {
    return ArtifactSettings.read(new Starter.Artifacts(storages, signers, List.of()));
  }

  private static Config.Artifacts storages(Path file) {
    return read(Optional.of(file), List.of());
  }

  private static Config.Artifacts signer(Path file) {
    return read(Optional.empty(), List.of(file));
  }

  @Test
  void storages_are_read_with_their_credentials_region_and_buckets() throws Exception {
    var all =
        storages(
                file(
                    "["
                        + ONE.formatted(",\"region\":\"eu-1\",\"buckets\":[\"fw-1\",\"fw-2\"]")
                        + ","
                        + ONE.formatted("").replace("9000", "9001/")
                        + "]"))
            .storages();

    assertThat(all)
        .extracting(each -> each.origin())
        .containsExactly("https://minio.example:9000", "https://minio.example:9001");
    assertThat(all.getFirst().buckets()).containsExactly("fw-1", "fw-2");
    assertThat(all.getFirst().by().region()).isEqualTo("eu-1");
    assertThat(all.getFirst().by().keyId()).isEqualTo("id");
    assertThat(all.getFirst().by().secret()).isEqualTo("secret");
    assertThat(all.getLast().buckets()).isEmpty();
    assertThat(all.getLast().by().region()).isEqualTo(Config.REGION);
  }

  @Test
  void no_storages_are_a_list_too() throws Exception {
    assertThat(storages(file("[]")).storages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "{}", "null", "[]]", "endpoint: x", "\u0000"})
  void what_is_no_json_list_is_refused_with_the_file(String text) throws Exception {
    Path file = file(text);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> storages(file))
        .withMessage(file + " holds no JSON list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"endpoint", "accessKeyId", "secretAccessKey"})
  void a_storage_without_what_it_needs_is_refused(String member) throws Exception {
    for (String value : List.of("", "\"" + member + "\":\"\",", "\"" + member + "\":7,")) {
      String one = ONE.formatted("").replaceFirst("\"" + member + "\":\"[^\"]*\",?", value);
      Path file = file("[" + one.replace(",}", "}") + "]");

      assertThatIllegalArgumentException()
          .isThrownBy(() -> storages(file))
          .withMessage("a storage in " + file + " has no " + member)
          .withMessageNotContaining("secret\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bucket", "Endpoint", "secret", ""})
  void a_member_that_nobody_knows_is_refused_by_its_name(String member) throws Exception {
    Path file = file("[" + ONE.formatted(",\"" + member + "\":\"hidden\"") + "]");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> storages(file))
        .withMessageStartingWith("a storage in " + file + " has an unknown member " + member)
        .withMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "minio.example:9000",
        "ftp://minio.example",
        "https://",
        "https://minio.example/folder",
        "https://minio.example?x=1",
        "https://user:word@minio.example",
        "https://minio example",
        "https://MINIO.example"
      })
  void an_endpoint_that_is_no_origin_is_refused(String endpoint) throws Exception {
    Path file = file("[" + ONE.formatted("").replace("https://minio.example:9000", endpoint) + "]");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> storages(file))
        .withMessageContaining(file.toString())
        .withMessageContaining("https://HOST[:PORT]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"fw\"", "[7]", "[\"\"]", "[\"No_Bucket\"]", "{}"})
  void buckets_that_are_no_list_of_names_are_refused(String buckets) throws Exception {
    Path file = file("[" + ONE.formatted(",\"buckets\":" + buckets) + "]");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> storages(file))
        .withMessageContaining("buckets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "\"x\"", "[]"})
  void a_storage_that_is_no_object_is_refused(String storage) throws Exception {
    Path file = file("[" + storage + "]");

    assertThatIllegalArgumentException().isThrownBy(() -> storages(file));
  }

  @Test
  void a_file_that_cannot_be_read_is_named() {
    Path missing = folder.resolve("missing");

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> storages(missing))
        .withMessage("cannot read " + missing);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> signer(folder))
        .withMessage("cannot read " + folder);
  }

  @ParameterizedTest
  @CsvSource({"Ed25519,255", "EC,256", "EC,384"})
  void a_public_key_in_pem_is_trusted(String algorithm, int bits) throws Exception {
    PublicKey key = key(algorithm, bits);

    var trusted = signer(file("a comment\n" + pem("PUBLIC KEY", key.getEncoded())));

    assertThat(trusted.trustedKeys()).containsExactly(key);
  }

  private static PublicKey key(String algorithm, int bits) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair().getPublic();
  }

  private static String pem(String kind, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(encoded), kind);
  }

  @Test
  void what_is_no_such_key_is_refused_with_the_file() throws Exception {
    byte[] good = key("EC", 256).getEncoded();
    byte[] secret =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    for (String text :
        List.of(
            "",
            "no key",
            Base64.getEncoder().encodeToString(good),
            pem("PUBLIC KEY", new byte[0]),
            pem("PUBLIC KEY", Arrays.copyOf(good, good.length - 1)),
            pem("PUBLIC KEY", key("RSA", 2048).getEncoded()),
            pem("PRIVATE KEY", secret),
            "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(good),
            pem("PUBLIC KEY", good) + pem("PUBLIC KEY", good))) {
      Path file = file(text);

      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> signer(file))
          .withMessage(file + " must hold one public key, Ed25519 or ECDSA, in PEM");
    }
  }

  @Test
  void a_file_that_is_no_utf_8_cannot_be_read() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> signer(file));
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> storages(file));
  }
}
