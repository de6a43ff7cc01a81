package errand.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class AccessKeysTest {
  private static final String ACCOUNT = "123456789012";

  @TempDir Path data;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

  private AccessKeys open() {
    return AccessKeys.open(data.resolve("identity"), ACCOUNT, now::get);
  }

  private String idInFile(Path file) throws IOException {
    var first = JsonMapper.shared().readTree(Files.readString(file)).path("keys").path(0);
    return first.path("accessKeyId").stringValue();
  }

  @Test
  void the_first_start_makes_one_admin_key_that_the_owner_alone_can_read() throws IOException {
    var keys = open();

    var key = keys.lookup(idInFile(keys.file())).orElseThrow();
    assertThat(key.id()).matches("AKIA[A-Z2-7]{16}");
    assertThat(key.secret()).hasSize(40);
    assertThat(key.account()).isEqualTo(ACCOUNT);
    assertThat(key.role()).isEqualTo(Role.ADMIN);
    assertThat(permissions(keys.file())).isEqualTo("rw-------");
    assertThat(permissions(data.resolve("identity"))).isEqualTo("rwx------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void the_second_start_finds_the_same_key() throws IOException {
    var first = open();
    var id = idInFile(first.file());

    assertThat(open().lookup(id)).isEqualTo(first.lookup(id));
  }

  @Test
  void an_edited_file_counts_after_a_second_without_a_restart() throws IOException {
    var keys = open();
    var old = idInFile(keys.file());
    var fresh = AccessKeys.newKey("210987654321", Role.READ_ONLY);
    AccessKeyFile.write(keys.file(), List.of(new KeyEntry(fresh, true, Optional.empty(), "")));

    assertThat(keys.lookup(old)).isPresent();
    now.set(now.get().plus(AccessKeys.LOOK_EVERY));

    assertThat(keys.lookup(old)).isEmpty();
    assertThat(keys.lookup(fresh.id())).contains(fresh);
  }

  @Test
  void a_file_damaged_or_gone_while_running_changes_nothing() throws IOException {
    var keys = open();
    var id = idInFile(keys.file());

    Files.writeString(keys.file(), "{\"keys\": [");
    now.set(now.get().plusSeconds(2));
    assertThat(keys.lookup(id)).isPresent();

    Files.delete(keys.file());
    now.set(now.get().plusSeconds(2));
    assertThat(keys.lookup(id)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"keys\": 1}",
        "{\"keys\": [{}]}",
        "{\"keys\": [{\"accessKeyId\": \"short\", \"secretAccessKey\": \"a-long-secret-is-here\","
            + " \"account\": \"123456789012\", \"role\": \"admin\"}]}",
        "{\"keys\": [{\"accessKeyId\": \"AKIAAAAAAAAAAAAAAAAA\", \"secretAccessKey\":"
            + " \"a-long-secret-is-here\", \"account\": \"123456789012\", \"role\": \"root\"}]}",
        "{\"keys\": [\"a-long-secret-is-here}"
      })
  void a_damaged_file_stops_the_start_and_its_message_holds_no_secret(String content)
      throws IOException {
    var file = open().file();
    Files.writeString(file, content);

    assertThatThrownBy(this::open)
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("remove it and start again")
        .hasMessageNotContaining("a-long-secret-is-here")
        .hasNoCause();
  }

  @Test
  void the_printed_form_of_a_key_has_no_secret() {
    var key = AccessKeys.newKey(ACCOUNT, Role.OPERATOR);

    assertThat(key.toString()).contains(key.id()).doesNotContain(key.secret());
  }
}
