package errand.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.Config;
import errand.server.Server;
import errand.server.conformance.support.Await;
import errand.server.identity.AccessKey;
import errand.server.identity.KeyRing;
import errand.server.identity.Role;
import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code errand keys} beside a real server, which is never restarted. */
class KeysCommandsTest {
  private static final String OTHER = "222233334444";

  @TempDir private static Path folder = Path.of("");

  private static Optional<Server> server = Optional.empty();

  @BeforeAll
  static void start() {
    var config = Config.loopback(data(), true, Config.Ports.ANY);
    var started = Server.start(config, InstantSource.system());
    server = Optional.of(started);
    new RunningFile(
            "localhost",
            started.config().region(),
            started.httpPort(),
            started.httpsPort(),
            started.mqttPort(),
            started.mqttsPort(),
            started.caFile(),
            started.keysFile())
        .write(data());
  }

  @AfterAll
  static void stop() {
    server.orElseThrow().close();
  }

  private static Path data() {
    return folder.resolve("data");
  }

  private record Ran(int exit, String out, String err) {}

  private static Ran run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<>(List.of(arguments));
    Collections.addAll(all, "--data", data().toString());
    int exit =
        Commands.line(
                (options, clock) -> {
                  throw new AssertionError("nothing starts a server here");
                })
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Ran(exit, out.toString(), err.toString());
  }

  private static AccessKey added(String... options) {
    var all = new ArrayList<>(List.of("keys", "add", "--json"));
    Collections.addAll(all, options);
    Ran ran = run(all.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.err()).isZero();
    JsonNode key = Json.parse(ran.out()).orElseThrow();
    return new AccessKey(
        key.path("accessKeyId").asString(),
        key.path("secretAccessKey").asString(),
        key.path("account").asString(),
        Role.parse(key.path("role").asString()).orElseThrow());
  }

  private static Client client(AccessKey key) {
    var running = RunningFile.read(data()).orElseThrow();
    return new Client(
        running.url(), running.caFile(), key, running.region(), InstantSource.system());
  }

  private static String answer(Client client) {
    try {
      client.get("/things");
      return "";
    } catch (Client.RefusedException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  @Test
  void a_key_is_made_listed_turned_off_and_on_and_removed_while_the_server_runs() {
    AccessKey key = added("--note", "for the plant");
    try (Client client = client(key)) {
      Await.answer(() -> answer(client), String::isEmpty);
      assertThat(run("keys", "list").out())
          .contains(key.id() + "  000000000000  admin      active")
          .contains("for the plant")
          .doesNotContain(key.secret());

      assertThat(run("keys", "disable", key.id()).exit()).isZero();
      Await.answer(() -> answer(client), why -> why.contains("UnrecognizedClientException"));
      assertThat(run("keys", "list").out())
          .contains(key.id() + "  000000000000  admin      disabled");

      assertThat(run("keys", "enable", key.id()).exit()).isZero();
      Await.answer(() -> answer(client), String::isEmpty);

      assertThat(run("keys", "remove", key.id()).exit()).isZero();
      Await.answer(() -> answer(client), why -> why.contains("UnrecognizedClientException"));
      assertThat(run("keys", "list").out()).doesNotContain(key.id());
    }
  }

  @Test
  void a_key_for_a_new_account_makes_it_and_our_own_commands_find_it() throws IOException {
    AccessKey key = added("--account", OTHER);
    try (Client client = client(key)) {
      Await.answer(() -> answer(client), String::isEmpty);
      client.send("POST", "/things/only-there", Json.object());
    }
    Path there = folder.resolve("there.csv");
    Path here = folder.resolve("here.csv");

    assertThat(run("things", "export", there.toString(), "--account", OTHER).exit()).isZero();
    assertThat(run("things", "export", here.toString()).exit()).isZero();

    assertThat(Files.readString(there)).contains("only-there");
    assertThat(Files.readString(here)).doesNotContain("only-there");
    assertThat(data().resolve("accounts").resolve(OTHER)).isDirectory();
    Ran nobody = run("things", "export", there.toString(), "--account", "999999999999");
    assertThat(nobody.exit()).isEqualTo(Exit.FAILED);
    assertThat(nobody.err()).contains("no active access key of account 999999999999");
  }

  @Test
  void the_last_admin_of_an_account_stays_unless_forced() {
    AccessKey admin = added("--account", "333344445555");
    added("--account", "333344445555", "--role", "operator");

    Ran refused = run("keys", "disable", admin.id());
    assertThat(refused.exit()).isEqualTo(Exit.FAILED);
    assertThat(refused.err()).contains("last active admin key").contains("--force");
    assertThat(run("keys", "remove", admin.id()).exit()).isEqualTo(Exit.FAILED);

    assertThat(run("keys", "disable", admin.id(), "--force").exit()).isZero();
    assertThat(run("keys", "disable", admin.id()).exit()).isZero(); // off already
  }

  @ParameterizedTest
  @CsvSource({
    "--account, 12345, is not 12 digits",
    "--account, 11112222333a, is not 12 digits",
    "--role, root, 'one of admin, operator, read-only'",
    "--note, 'a\nb', no control characters"
  })
  void what_makes_no_key_changes_nothing(String option, String value, String why)
      throws IOException {
    String before = Files.readString(server.orElseThrow().keysFile());

    Ran ran = run("keys", "add", option, value);

    assertThat(ran.exit()).isEqualTo(Exit.FAILED);
    assertThat(ran.err()).contains(why);
    assertThat(Files.readString(server.orElseThrow().keysFile())).isEqualTo(before);
    assertThat(run("keys", "disable", "AKIANOSUCHKEYATALL22").err())
        .contains("there is no access key AKIANOSUCHKEYATALL22");
  }

  @Test
  void an_operator_may_do_everything_but_decide_who_devices_are() {
    AccessKey key = added("--role", "operator");
    try (Client client = client(key)) {
      Await.answer(() -> answer(client), String::isEmpty);
      client.send("POST", "/things/by-operator", Json.object());
      client.get("/certificates");
      for (String path :
          List.of(
              "/keys-and-certificate",
              "/certificates",
              "/certificate/register",
              "/certificate/register-no-ca",
              "/cacertificate",
              "/policies/any",
              "/%70olicies/any",
              "/policies/any/version",
              "/target-policies/any")) {
        assertThat(refusal(client, "POST", path)).as(path).contains("AccessDeniedException");
      }
      assertThat(refusal(client, "PUT", "/things/by-operator/principals"))
          .contains("AccessDeniedException");
    }
  }

  private static String refusal(Client client, String method, String path) {
    try {
      client.send(method, path, Json.object());
      return "";
    } catch (Client.RefusedException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  @Test
  void keys_made_at_the_same_moment_are_all_there_and_the_owner_s_alone() throws IOException {
    Path identity = data().resolve("identity");
    var made =
        IntStream.range(0, 20)
            .parallel()
            .mapToObj(
                each ->
                    KeyRing.in(identity)
                        .add("000000000000", Role.READ_ONLY, "", InstantSource.system().instant())
                        .id())
            .toList();

    assertThat(KeyRing.in(identity).list()).extracting(each -> each.key().id()).containsAll(made);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(server.orElseThrow().keysFile())))
        .isEqualTo("rw-------");
  }
}
