package errand.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.server.Config;
import errand.server.Server;
import errand.server.identity.AccessKeys;
import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code errand things} and {@code errand jobs} on a real server. */
class BulkCommandsTest {
  @TempDir private static Path folder = Path.of("");

  private static Optional<Server> server = Optional.empty();
  private static Optional<Client> client = Optional.empty();

  @BeforeAll
  static void start() {
    Path data = folder.resolve("data");
    var started =
        Server.start(Config.loopback(data, true, Config.Ports.ANY), InstantSource.system());
    server = Optional.of(started);
    var running =
        new RunningFile(
            "localhost",
            started.config().region(),
            started.httpPort(),
            started.httpsPort(),
            started.mqttPort(),
            started.mqttsPort(),
            started.caFile(),
            started.keysFile());
    running.write(data);
    var key = AccessKeys.open(data.resolve("identity"), "", InstantSource.system()).first();
    client =
        Optional.of(
            new Client(
                running.url(), running.caFile(), key, running.region(), InstantSource.system()));
  }

  @AfterAll
  static void stop() {
    client.orElseThrow().close();
    server.orElseThrow().close();
  }

  private record Ran(int exit, String out, String err) {
    JsonNode json() {
      return Json.parse(out).orElseThrow();
    }
  }

  private static Ran run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<>(List.of(arguments));
    Collections.addAll(all, "--data", folder.resolve("data").toString());
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

  private static JsonNode get(String path) {
    return client.orElseThrow().get(path);
  }

  @Test
  void console_prints_a_link_that_can_be_used_once() {
    var out = new StringWriter();
    var line =
        Commands.line(
            (options, clock) -> {
              throw new IllegalStateException();
            });
    line.setOut(new PrintWriter(out, true));

    int code = line.execute("console", "--data", folder.resolve("data").toString());

    assertThat(code).isEqualTo(Exit.OK);
    String link = out.toString().strip();
    assertThat(link).startsWith(client.orElseThrow().url() + "/console/#link=");
    var body = Json.object().put("link", link.substring(link.indexOf('=') + 1));
    assertThat(client.orElseThrow().send("POST", "/console/session", body).path("role").asString())
        .isEqualTo("admin");
    assertThatThrownBy(() -> client.orElseThrow().send("POST", "/console/session", body))
        .hasMessageContaining("errand console --data DIR");
  }

  @Test
  void two_thousand_lines_come_in_with_their_errors_and_again_without_harm() throws IOException {
    Path file = folder.resolve("fleet.csv");
    Path errors = folder.resolve("errors.txt");
    var lines = new ArrayList<String>();
    lines.add("thingName,groups,attributes.site");
    for (int i = 0; i < 2000; i++) {
      lines.add("big-%04d,all;site-%d,s%d".formatted(i, i % 20, i % 20));
    }
    lines.set(500, "not a name,all,s1");
    lines.set(1000, "\"broken");
    lines.set(1500, "big-1499,one;two;three;4;5;6;7;8;9;10;11,s1");
    Files.write(file, lines);

    Ran first =
        run(
            "things",
            "import",
            file.toString(),
            "--create-groups",
            "--json",
            "--errors",
            errors.toString());
    assertThat(first.exit()).isEqualTo(Exit.FAILED);
    assertThat(first.json().path("imported").asInt()).isEqualTo(1997);
    assertThat(first.json().path("failed").asInt()).isEqualTo(3);
    assertThat(Files.readAllLines(errors))
        .satisfiesExactly(
            each -> assertThat(each).startsWith("501: InvalidRequestException: "),
            each -> assertThat(each).startsWith("1001: UnreadableLine: "),
            each ->
                assertThat(each).startsWith("1501: InvalidRequestException: A thing can be in"));
    assertThat(first.err()).contains(Files.readAllLines(errors));
    assertThat(get("/things/big-1999").path("attributes").path("site").asString()).isEqualTo("s19");
    assertThat(get("/things/big-1999/thing-groups").path("thingGroups")).hasSize(2);

    lines.set(500, "big-0499,all,s1");
    lines.set(1000, "big-0999,all,s1");
    lines.set(1500, "big-1499,all,s1");
    Files.write(file, lines);
    Ran again = run("things", "import", file.toString(), "--json");
    assertThat(again.exit()).isEqualTo(Exit.OK);
    assertThat(again.json().path("imported").asInt()).isEqualTo(2000);
    Ran rest = run("things", "import", file.toString(), "--json", "--from", "1992");
    assertThat(rest.json().path("imported").asInt()).isEqualTo(10);
    assertThat(get("/things/big-1999").path("version").asInt()).isEqualTo(1);
  }

  @Test
  void what_is_exported_is_imported_again_unchanged() throws IOException {
    Path file = folder.resolve("round.jsonl");
    Files.writeString(
        file,
        """
        {"thingName":"round-1","attributes":{"a":"x,y","b":"=1"},"groups":["r1","r2"]}
        {"thingName":"round-2","billingGroupName":"bills"}
        """);
    assertThat(run("things", "import", file.toString(), "--create-groups").exit())
        .isEqualTo(Exit.OK);

    for (String format : List.of("csv", "jsonl")) {
      Path first = folder.resolve("first." + format);
      Path second = folder.resolve("second." + format);
      assertThat(run("things", "export", first.toString()).exit()).isEqualTo(Exit.OK);
      assertThat(Files.readString(first)).contains("round-1", "bills");
      Ran back = run("things", "import", first.toString());
      assertThat(back.exit()).as(back.err()).isEqualTo(Exit.OK);
      run("things", "export", second.toString());
      assertThat(second).hasSameTextualContentAs(first);
    }
    assertThat(run("things", "export", "--format", "csv").out())
        .startsWith("thingName,thingTypeName,billingGroupName,groups,");
  }

  @Test
  void wrong_use_and_a_server_that_is_not_there_have_exit_codes_of_their_own() {
    assertThat(run("things", "import", "what.txt").exit()).isEqualTo(Exit.USAGE);
    assertThat(run("things", "import", "what.csv", "--url", "http://127.0.0.1:1").exit())
        .isEqualTo(Exit.NOT_RUNNING);
    assertThat(run("things", "import", folder.resolve("none.csv").toString()).exit())
        .isEqualTo(Exit.FAILED);
    assertThat(run("jobs", "explain", "no-such-job").exit()).isEqualTo(Exit.FAILED);
  }

  @Test
  void a_job_is_explained_and_watched_to_its_end() {
    client.orElseThrow().send("POST", "/things/lone", Json.object());
    var job = Json.object().put("document", "{}");
    job.putArray("targets").add("arn:aws:iot:us-east-1:000000000000:thing/lone");
    client.orElseThrow().send("PUT", "/jobs/slow", job);

    assertThat(run("jobs", "explain", "slow").exit()).isEqualTo(Exit.OK);
    client.orElseThrow().send("PUT", "/jobs/slow/cancel", Json.object());
    assertThat(run("jobs", "explain", "slow").out())
        .isEqualToIgnoringNewLines("Job slow is CANCELED and waits for nothing.");
    Ran watched = run("jobs", "watch", "slow", "--json");
    assertThat(watched.exit()).isEqualTo(Exit.FAILED);
    assertThat(watched.json().path("status").asString()).isEqualTo("CANCELED");
  }

  @Test
  void the_import_call_takes_no_more_rows_than_it_says() {
    var body = Json.object();
    var things = body.putArray("things");
    for (int i = 0; i <= ImportRun.LINES_MAX; i++) {
      things.addObject().put("thingName", "toomany-" + i);
    }

    assertThatThrownBy(() -> client.orElseThrow().send("POST", "/_errand/things/import", body))
        .hasMessageContaining("less than or equal to 500");
  }

  @Test
  void rows_of_one_call_answer_by_their_place_and_one_thing_in_order() {
    var body = Json.object().put("createGroups", true);
    var things = body.putArray("things");
    things.addObject().put("thingName", "place-1");
    things.add(7);
    things.addObject().put("thingName", "place-1").putObject("attributes").put("a", "1");
    things.addObject().put("thingName", "place-2").putObject("attributes").put("a", "\u0001");

    JsonNode answer = client.orElseThrow().send("POST", "/_errand/things/import", body);

    assertThat(answer.path("accepted").asInt()).isEqualTo(1);
    assertThat(answer.path("errors").findValuesAsString("code"))
        .containsExactly(
            "InvalidRequestException", "ResourceAlreadyExistsException", "InvalidRequestException");
    assertThat(answer.path("errors").path(1).path("index").asInt()).isEqualTo(2);
  }

  @Test
  void the_record_is_listed_and_exported_with_what_an_import_did() throws IOException {
    Path fleet = folder.resolve("audited.csv");
    Files.write(fleet, List.of("thingName", "audited-1", "audited-2"));
    run("things", "import", fleet.toString());
    Path file = folder.resolve("audit.jsonl");

    Ran listed = run("audit", "list", "--resource", "thing/audited-1");
    Ran exported = run("audit", "export", file.toString(), "--action", "ImportThings");

    assertThat(listed.exit()).isEqualTo(0);
    assertThat(listed.out()).contains("KEY AKIA", "ImportThings thing/audited-1  DONE");
    assertThat(exported.exit()).isEqualTo(0);
    assertThat(Files.readAllLines(file))
        .filteredOn(line -> line.contains("\"thing/audited-"))
        .hasSize(2)
        .allMatch(line -> Json.parse(line).isPresent());
  }

  @Test
  void the_doctor_says_what_stands_in_the_way_and_fails_for_it() throws IOException {
    Path fleet = folder.resolve("patient.csv");
    Files.write(fleet, List.of("thingName", "patient-1"));
    run("things", "import", fleet.toString());

    Ran house = run("doctor");
    Ran thing = run("doctor", "--thing", "patient-1");
    Ran json = run("doctor", "--thing", "nobody", "--json");

    assertThat(house.out()).contains("OK       clock: ", "HTTPS port");
    assertThat(house.exit()).isEqualTo(0);
    assertThat(thing.out()).contains("PROBLEM  thing patient-1: No certificate speaks for it.");
    assertThat(thing.exit()).isEqualTo(1);
    assertThat(json.json().path("well").asBoolean()).isFalse();
  }
}
