package errand.server.cli;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import errand.server.wire.json.Json;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code errand demo}. */
@Command(
    name = "demo",
    description =
        "Run one real job on 25 simulated devices: a server in a throw-away folder, MQTT over"
            + " mutual TLS, a live rollout, a summary. Takes about ten seconds and leaves nothing"
            + " behind.",
    footer = {"", "Example:", "  errand demo"})
final class DemoCommand implements Callable<Integer> {
  private static final String JOB = "firmware-2-1";
  private static final Duration LOOK_EVERY = Duration.ofMillis(150);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final Starter starter;
  private final DemoClock clock = new DemoClock();

  DemoCommand(Starter starter) {
    this.starter = starter;
  }

  @Override
  public Integer call() throws Exception {
    Path data = Files.createTempDirectory("errand-demo-");
    try {
      return run(data);
    } finally {
      MoreFiles.deleteRecursively(data, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private int run(Path data) throws InterruptedException {
    say("Starting a server in " + data + " (thrown away at the end) ...");
    var options =
        new Starter.Options(
            data,
            false,
            "127.0.0.1",
            new Starter.Ports(0, 0, 0, 0),
            List.of(),
            new Starter.Identity("000000000000", "us-east-1", false),
            Optional.empty(),
            Optional.empty());
    try (Serving server = starter.start(options, clock);
        var client = client(server);
        var fleet =
            new DemoFleet(
                client,
                new SimulatedDevice.Door("localhost", server.mqttsPort()),
                server.caFile())) {
      return run(client, fleet);
    }
  }

  private int run(Client client, DemoFleet fleet) throws InterruptedException {
    String group = fleet.register();
    say(
        "Registering %d devices in group %s, each with its own key and certificate ..."
            .formatted(DemoFleet.SIZE, DemoFleet.GROUP));
    for (int number = 1; number <= DemoFleet.SIZE; number++) {
      fleet.add(number);
    }
    say("All connected over MQTT with mutual TLS. Creating job " + JOB + " for the group:");
    client.send("PUT", "/jobs/" + JOB, job(group));
    JsonNode job = watch(client);
    summary(client, job);
    boolean complete = job.path("status").asString("").equals("COMPLETED");
    say(complete ? byHand() : "The job did not complete in time; see the counts above.");
    return complete ? Exit.OK : Exit.FAILED;
  }

  private static ObjectNode job(String group) {
    ObjectNode job = Json.object().put("document", Json.text(DemoFleet.document()));
    job.put("description", "Pump firmware 2.1.0");
    job.putArray("targets").add(group);
    job.putObject("timeoutConfig").put("inProgressTimeoutInMinutes", TIMEOUT.toMinutes());
    return job;
  }

  private Client client(Serving server) {
    Path folder = server.data().resolve("identity");
    var key = KeyFolder.usual(folder, Optional.empty());
    String url = "https://localhost:" + server.httpsPort();
    return new Client(url, server.caFile(), key, server.region(), clock);
  }

  private JsonNode watch(Client client) throws InterruptedException {
    var view =
        new RolloutView(
            new PrintWriter(System.out, true, System.out.charset()), terminal(), DemoFleet.SIZE);
    var giveUp = InstantSource.system().instant().plus(PATIENCE);
    boolean forwarded = false;
    while (true) {
      JsonNode job = client.get("/jobs/" + JOB).path("job");
      JsonNode details = job.path("jobProcessDetails");
      view.show(details);
      boolean over = job.path("status").asString("").equals("COMPLETED");
      if (over || InstantSource.system().instant().isAfter(giveUp)) {
        view.end();
        return job;
      }
      if (!forwarded && RolloutView.ended(details) == DemoFleet.SIZE - 1) {
        view.end();
        say(
            "  One device has gone silent. Its minute is moved forward on the server's clock, so"
                + " that you need not wait:");
        clock.forward(TIMEOUT);
        forwarded = true;
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private static boolean terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  private static void summary(Client client, JsonNode job) {
    say("");
    say("Job " + JOB + " is " + job.path("status").asString() + ". What did not succeed:");
    for (String status : List.of("FAILED", "REJECTED", "TIMED_OUT")) {
      JsonNode page = client.get("/jobs/" + JOB + "/things?status=" + status);
      for (JsonNode each : page.path("executionSummaries").values()) {
        String arn = each.path("thingArn").asString();
        String thing = arn.substring(arn.lastIndexOf('/') + 1);
        JsonNode details =
            client
                .get("/things/" + thing + "/jobs/" + JOB)
                .path("execution")
                .path("statusDetails")
                .path("detailsMap");
        say("  %-8s %-10s %s".formatted(thing, status, reason(details)));
      }
    }
  }

  private static String reason(JsonNode details) {
    return details.has("reason")
        ? details.path("reason").asString()
        : "last heard at step '" + details.path("step").asString("") + "'";
  }

  private static String byHand() {
    return """

    The same by hand, in two terminals:
      ./errand serve --data ./dev --dev

      eval "$(./errand env --data ./dev)"
      aws iot create-thing --thing-name pump-1
      aws iot create-job --job-id hello --document '{"op":"blink"}' \\
          --targets "arn:aws:iot:$AWS_REGION:000000000000:thing/pump-1"
      aws iot-jobs-data start-next-pending-job-execution --thing-name pump-1
      aws iot-jobs-data update-job-execution --thing-name pump-1 --job-id hello --status SUCCEEDED
      aws iot describe-job --job-id hello
    """;
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
