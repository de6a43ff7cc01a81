package errand.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.HeldFleet;
import errand.server.conformance.support.Https;
import errand.server.conformance.support.Operator;
import errand.server.wire.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.iot.model.JobExecutionStatus;
import software.amazon.awssdk.services.iot.model.MaintenanceWindow;
import software.amazon.awssdk.services.iot.model.TargetSelection;
import tools.jackson.databind.JsonNode;

/**
 * Why a job and an execution wait, as {@code errand jobs explain} says it; pausing and resuming;
 * and what a plan says beside what then happens. On a real server whose time is held.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WaitingTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private HeldFleet fleet;

  @BeforeAll
  void start() {
    fleet = HeldFleet.beginning(Instant.parse("2026-03-01T12:00:00Z"));
    var doors = fleet.server.doors();
    new RunningFile(
            "localhost",
            "us-east-1",
            OptionalInt.of(doors.http()),
            doors.https(),
            OptionalInt.of(doors.mqtt()),
            doors.mqtts(),
            doors.ca(),
            fleet.server.data().resolve("identity").resolve("keys"))
        .write(fleet.server.data());
  }

  @AfterAll
  void stop() {
    fleet.close();
  }

  @Test
  void a_job_waits_for_its_start() {
    var starts = fleet.clock.now().plus(Duration.ofHours(1));
    fleet.create(
        "starts",
        thing("starts"),
        r -> r.schedulingConfig(c -> c.startTime(starts.toString().substring(0, 16))));

    assertThat(waiting("starts")).isEqualTo("START_TIME");
    assertThat(until("starts")).isEqualTo(starts);
    assertThat(said("starts"))
        .isEqualTo(
            "Job starts is SCHEDULED. The job has not reached its start time. It goes on at "
                + starts
                + ".");

    fleet.clock.set(starts);
    assertThat(waiting("starts")).isEqualTo("DEVICES");
  }

  @Test
  void outside_its_windows_a_job_and_its_executions_wait_for_the_next() {
    var noon = fleet.clock.now().plus(Duration.ofDays(1));
    var opens = noon.atOffset(ZoneOffset.UTC).withHour(2).withMinute(0).withSecond(0);
    opens = opens.toInstant().isAfter(fleet.clock.now()) ? opens : opens.plusDays(1);
    var first = opens.toInstant();
    fleet.create(
        "window",
        fleet.group("window", fleet.things("window", 1)),
        r ->
            r.targetSelection(TargetSelection.CONTINUOUS)
                .schedulingConfig(
                    c ->
                        c.maintenanceWindows(
                            MaintenanceWindow.builder()
                                .startTime("cron(0 2 * * ? *)")
                                .durationInMinutes(30)
                                .build())));
    assertThat(waiting("window")).isEqualTo("MAINTENANCE_WINDOW");
    fleet.clock.set(first);
    assertThat(waiting("window", "window-000")).isEqualTo("NEVER_CONNECTED");

    fleet.clock.set(first.plus(Duration.ofMinutes(30)));

    assertThat(waiting("window")).isEqualTo("MAINTENANCE_WINDOW");
    assertThat(waiting("window", "window-000")).isEqualTo("MAINTENANCE_WINDOW");
    assertThat(until("window")).isEqualTo(first.plus(Duration.ofDays(1)));
    fleet.iot.cancelJob(r -> r.jobId("window"));
  }

  @Test
  void a_rollout_waits_for_its_next_minute_and_stands_still_while_it_is_paused() {
    var things = fleet.things("paused", 6);
    var begin = fleet.clock.now();
    fleet.create(
        "paused",
        fleet.group("paused", things),
        r -> r.jobExecutionsRolloutConfig(c -> c.maximumPerMinute(2)));
    assertThat(waiting("paused")).isEqualTo("ROLLOUT_RATE");
    assertThat(until("paused")).isEqualTo(begin.plus(MINUTE));
    assertThat(said("paused")).contains("This minute's rate of 2 is used up.");

    assertThat(put("/_errand/jobs/paused/pause", "{}").status()).isEqualTo(200);
    fleet.clock.advance(MINUTE.multipliedBy(3));

    assertThat(waiting("paused")).isEqualTo("PAUSED");
    assertThat(fleet.thingsOf("paused", JobExecutionStatus.QUEUED)).hasSize(2);
    assertThat(fleet.server.operator().describeJob("paused").path("paused").asBoolean()).isTrue();
    // What is placed goes on.
    fleet.work(things.getFirst(), "paused", "SUCCEEDED");

    assertThat(put("/_errand/jobs/paused/resume", "{}").status()).isEqualTo(200);
    fleet.clock.settle();
    assertThat(fleet.thingsOf("paused", JobExecutionStatus.QUEUED)).isEqualTo(things.subList(1, 4));
    fleet.minute();
    assertThat(fleet.thingsOf("paused", JobExecutionStatus.QUEUED)).isEqualTo(things.subList(1, 6));
    things.subList(1, 6).forEach(each -> fleet.work(each, "paused", "SUCCEEDED"));
    assertThat(said("paused")).isEqualTo("Job paused is COMPLETED and waits for nothing.");
  }

  @Test
  void an_execution_waits_for_its_device_to_come_and_to_ask() {
    var thing = fleet.things("device", 1).getFirst();
    fleet.create("device", Operator.thingArn(thing), r -> r.description("one"));

    assertThat(waiting("device", thing)).isEqualTo("NEVER_CONNECTED");
    assertThat(said("device")).contains("Queued: 1, in progress: 0.");
    try (var device = fleet.device(thing)) {
      Await.answer(() -> waiting("device", thing), "DEVICE"::equals);
      assertThat(device.pending().queuedJobs).hasSize(1);
    }
    Await.answer(() -> waiting("device", thing), "OFFLINE"::equals);
    assertThat(said("device", thing)).contains("Last seen at " + fleet.clock.now());

    fleet.start(thing, "device");
    assertThat(said("device", thing))
        .isEqualTo("Job device on device-000 is IN_PROGRESS and waits for nothing.");
    assertThat(said("device")).contains("Queued: 0, in progress: 1.");
  }

  @Test
  void an_execution_waits_behind_another_job() {
    var thing = fleet.things("behind", 1).getFirst();
    fleet.create("earlier", Operator.thingArn(thing), r -> r.description("one"));
    fleet.create("later", Operator.thingArn(thing), r -> r.description("two"));

    assertThat(explained("later", thing).path("waitingFor").path("jobId").asString())
        .isEqualTo("earlier");
    assertThat(said("later", thing))
        .isEqualTo(
            "Job later on behind-000 is QUEUED. The thing has job earlier first, which is QUEUED.");
    fleet.start(thing, "earlier");
    assertThat(said("later", thing)).contains("which is IN_PROGRESS");
    fleet.report(thing, "earlier", "SUCCEEDED");
    assertThat(waiting("later", thing)).isEqualTo("NEVER_CONNECTED");
  }

  @Test
  void a_plan_tells_each_minute_and_the_end_and_the_job_then_does_so() {
    var things = fleet.things("plan", 30);
    var group = fleet.group("plan", things);
    var now = fleet.clock.now();
    var body =
        """
        {"targets":["%s"],"document":"{}",
         "jobExecutionsRolloutConfig":{"maximumPerMinute":100,"exponentialRate":{
           "baseRatePerMinute":5,"incrementFactor":2,
           "rateIncreaseCriteria":{"numberOfNotifiedThings":10}}},
         "timeoutConfig":{"inProgressTimeoutInMinutes":7}}
        """
            .formatted(group);

    var plan = put("/_errand/jobs/plan/plan?thingName=plan-012", body).json();

    assertThat(plan.path("numberOfThings").asInt()).isEqualTo(30);
    assertThat(plan.path("complete").asBoolean()).isTrue();
    assertThat(at(plan.path("lastPlacedAt"))).isEqualTo(now.plus(MINUTE.multipliedBy(3)));
    assertThat(at(plan.path("overBy"))).isEqualTo(now.plus(MINUTE.multipliedBy(10)));
    assertThat(at(plan.path("thing").path("startsAt"))).isEqualTo(now.plus(MINUTE.multipliedBy(2)));
    assertThat(plan.path("minutes").valueStream().map(each -> each.path("numberOfThings").asInt()))
        .containsExactly(5, 5, 10, 10);
    assertThat(fleet.server.operator().call("GET", "/jobs/plan", "").status()).isEqualTo(404);

    assertThat(put("/jobs/plan", body).status()).isEqualTo(200);
    int placed = 0;
    for (JsonNode minute : plan.path("minutes")) {
      fleet.clock.set(at(minute.path("startsAt")));
      placed += minute.path("numberOfThings").asInt();
      assertThat(fleet.thingsOf("plan", JobExecutionStatus.QUEUED))
          .isEqualTo(things.subList(0, placed))
          .endsWith(minute.path("lastThing").asString());
    }
  }

  private String thing(String name) {
    return Operator.thingArn(fleet.things(name, 1).getFirst());
  }

  private Https.Reply put(String path, String body) {
    return fleet.server.operator().call("PUT", path, body);
  }

  private String waiting(String... what) {
    return explained(what).path("waitingFor").path("reason").asString("");
  }

  private Instant until(String job) {
    return at(explained(job).path("waitingFor").path("until"));
  }

  private static Instant at(JsonNode seconds) {
    return Instant.ofEpochMilli(seconds.decimalValue().movePointRight(3).longValueExact());
  }

  private JsonNode explained(String... what) {
    var arguments = new ArrayList<>(List.of(what));
    arguments.add("--json");
    return Json.parse(said(arguments.toArray(String[]::new))).orElseThrow();
  }

  private String said(String... what) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<>(List.of("jobs", "explain"));
    Collections.addAll(all, what);
    Collections.addAll(all, "--data", fleet.server.data().toString());
    int exit =
        Commands.line(
                (options, clock) -> {
                  throw new AssertionError("nothing starts a server here");
                })
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    assertThat(exit).as(err.toString()).isEqualTo(Exit.OK);
    return out.toString().strip();
  }
}
