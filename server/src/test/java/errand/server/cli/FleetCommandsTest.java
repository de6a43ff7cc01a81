package errand.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.Doors;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.wire.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** {@code errand simulate}, {@code certs} and {@code completion} on a real server. */
@ExtendWith(SharedServer.class)
final class FleetCommandsTest {
  private final RunningServer server;

  FleetCommandsTest(RunningServer server) {
    this.server = server;
  }

  @BeforeEach
  void tellWhereItRuns() {
    Doors doors = server.doors();
    new RunningFile(
            "localhost",
            "us-east-1",
            OptionalInt.of(doors.http()),
            doors.https(),
            OptionalInt.of(doors.mqtt()),
            doors.mqtts(),
            doors.ca(),
            server.data().resolve("identity").resolve("access-keys.json"))
        .write(server.data());
  }

  /** What a command printed, and its exit code. */
  private record Ran(int code, String out, String err) {
    List<JsonNode> json() {
      return out.lines().map(line -> Json.parse(line).orElseThrow()).toList();
    }
  }

  private static Ran run(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine line =
        Commands.line(
            (options, clock) -> {
              throw new IllegalStateException("starts no server");
            });
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(words);
    return new Ran(code, out.toString(), err.toString());
  }

  private Ran onServer(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", server.data().toString()));
    return run(all.toArray(String[]::new));
  }

  @Test
  void simulated_devices_work_a_job_off_each_in_its_way() {
    var prefix = server.freshName("sim") + "-";
    var job = server.freshName("job");
    var running =
        CompletableFuture.supplyAsync(
            () ->
                onServer(
                    "simulate",
                    "--devices",
                    "8",
                    "--prefix",
                    prefix,
                    "--group",
                    job,
                    "--step-ms",
                    "1-20",
                    "--fail",
                    "40",
                    "--reject",
                    "20",
                    "--disconnect",
                    "50",
                    "--for",
                    "12",
                    "--json"),
            task -> Thread.ofVirtual().start(task));
    Await.answer(
        () -> server.operator().call("GET", "/thing-groups/" + job + "/things", "").body(),
        body -> body.contains(prefix + "8"));

    var target = "arn:aws:iot:us-east-1:000000000000:thinggroup/" + job;
    var body = Json.object().put("document", "{}");
    body.putArray("targets").add(target);
    assertThat(server.operator().call("PUT", "/jobs/" + job, Json.text(body)).status())
        .isEqualTo(200);
    JsonNode over =
        Await.answer(
                () -> server.operator().describeJob(job),
                seen -> seen.path("status").asString().equals("COMPLETED"))
            .path("jobProcessDetails");
    Ran ran = Await.result(running);

    assertThat(ran.code()).isEqualTo(Exit.OK);
    JsonNode last = ran.json().getLast();
    assertThat(last.path("CONNECTED").asInt()).isGreaterThanOrEqualTo(8);
    assertThat(last.path("FAILED").asInt())
        .isEqualTo(over.path("numberOfFailedThings").asInt())
        .isPositive();
    assertThat(last.path("SUCCEEDED").asInt())
        .isEqualTo(over.path("numberOfSucceededThings").asInt());
    assertThat(last.path("LOST_CONNECTION").asInt()).isPositive();
  }

  @Test
  void certificates_made_here_let_simulated_devices_in_until_they_are_revoked(@TempDir Path folder)
      throws Exception {
    var prefix = server.freshName("pump") + "-";
    String out = folder.toString();
    Ran made = onServer("certs", "create", prefix + "1", "--out", out, "--json");
    assertThat(made.code()).isEqualTo(Exit.OK);
    Path key = Path.of(made.json().getFirst().path("keyFile").asString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    String endpoint = "localhost:" + server.doors().mqtts();
    String[] simulate = {
      "simulate",
      "--endpoint",
      endpoint,
      "--certificates",
      out,
      "--devices",
      "1",
      "--prefix",
      prefix,
      "--for",
      "1"
    };

    assertThat(run(simulate).code()).isEqualTo(Exit.OK);

    JsonNode listed = onServer("certs", "list", prefix + "1", "--json").json().getFirst();
    assertThat(listed.path("status").asString()).isEqualTo("ACTIVE");
    String id = listed.path("certificateId").asString();
    assertThat(onServer("certs", "list").out()).contains(id);
    assertThat(onServer("certs", "revoke", id).code()).isEqualTo(Exit.OK);
    assertThat(onServer("certs", "list", prefix + "1", "--json").out()).contains("REVOKED");
    assertThat(run(simulate).code()).isEqualTo(Exit.FAILED);
  }

  @Test
  void a_job_is_planned_created_listed_paused_resumed_and_canceled(@TempDir Path folder)
      throws Exception {
    var thing = server.thing();
    var job = server.freshName("job");
    Path document = Files.writeString(folder.resolve("job.json"), "{\"op\":\"blink\"}");
    String[] create = {
      "jobs", "create", job, "--thing", thing, "--document", "@" + document, "--rate", "5"
    };
    var dry = new ArrayList<>(List.of(create));
    dry.add("--dry-run");

    assertThat(onServer(dry.toArray(String[]::new)).out()).startsWith("1 things would get it");
    assertThat(onServer("jobs", "pause", job).code()).isEqualTo(Exit.FAILED);
    assertThat(onServer(create).out()).startsWith("Created arn:aws:iot:");
    server.awaitQueued(job, thing);
    assertThat(onServer("jobs", "list").out()).contains(job + " ").contains("] 0/1");
    JsonNode listed =
        onServer("jobs", "list", "--status", "in_progress", "--json", "--limit", "1")
            .json()
            .getFirst();
    assertThat(listed.path("jobId").asString()).isEqualTo(job);
    Ran again = onServer(create);
    assertThat(again.code()).isEqualTo(Exit.FAILED);
    assertThat(again.err()).contains("already exists");
    assertThat(onServer("jobs", "cancel", job, "--comment", "enough").out())
        .isEqualTo("Job " + job + " is canceled.\n");
    assertThat(server.operator().describeJob(job).path("comment").asString()).isEqualTo("enough");
  }

  @Test
  void a_rollout_is_paused_and_resumed() {
    var job = server.freshName("job");
    var things = List.of(server.thing(), server.thing());
    Ran made =
        onServer(
            "jobs",
            "create",
            job,
            "--thing",
            things.get(0),
            "--thing",
            things.get(1),
            "--document",
            "{}",
            "--rate",
            "1");
    assertThat(made.code()).isEqualTo(Exit.OK);
    server.awaitQueued(job, things.getFirst());

    assertThat(onServer("jobs", "pause", job).code()).isEqualTo(Exit.OK);
    assertThat(onServer("jobs", "list", "--limit", "1").out()).contains("paused");
    assertThat(onServer("jobs", "resume", job, "--json").json().getFirst().path("done").asString())
        .isEqualTo("resumed");
    assertThat(server.operator().describeJob(job).path("paused").asBoolean()).isFalse();
  }

  @Test
  void things_are_listed_by_a_query() {
    var thing = server.thing();

    assertThat(onServer("things", "list", "thingName:" + thing).out()).startsWith(thing + " ");
    assertThat(onServer("things", "list", "thingName:none-such").out()).isEmpty();
    assertThat(
            onServer("things", "list", "thingName:" + thing, "--json")
                .json()
                .getFirst()
                .path("thingName")
                .asString())
        .isEqualTo(thing);
    assertThat(onServer("things", "list", "((").code()).isEqualTo(Exit.FAILED);
  }

  @Test
  void wrong_words_are_told_and_no_server_is_exit_code_3(@TempDir Path empty) {
    for (String words :
        List.of(
            "simulate",
            "simulate --data x --endpoint y:1",
            "simulate --data x --devices many",
            "certs create --data x",
            "jobs create j --document {}",
            "jobs list --data x --limit many")) {
      assertThat(run(words.split(" ")).code()).as(words).isEqualTo(Exit.USAGE);
    }
    for (String words :
        List.of("--devices 0", "--step-ms fast", "--fail 80 --reject 30", "--disconnect 101")) {
      var all = new ArrayList<>(List.of("simulate", "--endpoint", "localhost:1"));
      all.addAll(Arrays.asList(words.split(" ")));
      Ran ran = run(all.toArray(String[]::new));
      assertThat(ran.code()).as(words).isEqualTo(Exit.USAGE);
      assertThat(ran.err()).as(words).startsWith("--");
    }
    for (String words : List.of("simulate", "console", "certs list", "certs create x")) {
      var all = new ArrayList<>(Arrays.asList(words.split(" ")));
      all.addAll(List.of("--data", empty.toString()));
      assertThat(run(all.toArray(String[]::new)).code()).as(words).isEqualTo(Exit.NOT_RUNNING);
    }
  }

  @Test
  void fates_are_drawn_as_often_as_told_and_alike_for_one_seed() {
    var mix = new Behaviour.Mix(20, 10, 5, 50);
    var one = drawn(mix);

    assertThat(one).isEqualTo(drawn(mix));
    assertThat(one.stream().filter(each -> each.end().equals("FAILED")).count())
        .isBetween(1_800L, 2_200L);
    assertThat(one.stream().filter(each -> each.end().equals("REJECTED")).count())
        .isBetween(850L, 1_150L);
    assertThat(one.stream().filter(SimulatedDevice.Script::cuts).count()).isBetween(4_800L, 5_200L);
    assertThat(one).allMatch(each -> each.stepMillis() >= 5 && each.stepMillis() <= 9);
  }

  private static List<SimulatedDevice.Script> drawn(Behaviour.Mix mix) {
    var behaviour =
        new Behaviour(List.of("install"), 5, 9, mix, List.of("disk full"), new SplittableRandom(7));
    var all = new ArrayList<SimulatedDevice.Script>();
    for (int n = 0; n < 10_000; n++) {
      all.add(behaviour.next());
    }
    return all;
  }

  @Test
  void every_command_has_a_description_and_an_example_and_is_completed() {
    CommandLine root =
        Commands.line(
            (options, clock) -> {
              throw new IllegalStateException("starts no server");
            });
    var without = new ArrayList<String>();
    look(root, without);

    assertThat(without).isEmpty();
    Ran completion = run("completion");
    assertThat(completion.code()).isEqualTo(Exit.OK);
    assertThat(completion.out()).contains("simulate", "certs", "--step-ms");
  }

  private static void look(CommandLine line, List<String> without) {
    for (CommandLine each : line.getSubcommands().values()) {
      var usage = each.getCommandSpec().usageMessage();
      boolean leaf = each.getSubcommands().isEmpty();
      String name = each.getCommandSpec().qualifiedName(" ");
      boolean help = name.endsWith(" help");
      if (usage.description().length == 0
          || (leaf && !help && !String.join("", usage.footer()).contains("errand "))) {
        without.add(name);
      }
      look(each, without);
    }
  }
}
