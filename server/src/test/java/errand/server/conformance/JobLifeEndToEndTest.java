package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static software.amazon.awssdk.services.iot.model.JobExecutionStatus.CANCELED;
import static software.amazon.awssdk.services.iot.model.JobExecutionStatus.FAILED;
import static software.amazon.awssdk.services.iot.model.JobExecutionStatus.IN_PROGRESS;
import static software.amazon.awssdk.services.iot.model.JobExecutionStatus.QUEUED;
import static software.amazon.awssdk.services.iot.model.JobExecutionStatus.REMOVED;
import static software.amazon.awssdk.services.iot.model.JobExecutionStatus.SUCCEEDED;
import static software.amazon.awssdk.services.iot.model.JobExecutionStatus.TIMED_OUT;

import errand.server.conformance.support.HeldFleet;
import errand.server.conformance.support.HeldFleet.Counted;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.iot.iotjobs.model.JobStatus;
import software.amazon.awssdk.iot.iotjobs.model.RejectedErrorCode;
import software.amazon.awssdk.services.iot.model.AbortAction;
import software.amazon.awssdk.services.iot.model.AbortCriteria;
import software.amazon.awssdk.services.iot.model.JobExecutionFailureType;
import software.amazon.awssdk.services.iot.model.JobExecutionStatus;
import software.amazon.awssdk.services.iot.model.MaintenanceWindow;
import software.amazon.awssdk.services.iot.model.RetryCriteria;
import software.amazon.awssdk.services.iot.model.RetryableFailureType;
import software.amazon.awssdk.services.iot.model.TargetSelection;

/**
 * Whole lives of jobs by unmodified AWS SDKs, from the operator to MQTT devices and back, on a
 * server whose time is moved: hours in seconds, the same each time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JobLifeEndToEndTest {
  private HeldFleet fleet;

  @BeforeAll
  void start() {
    fleet = HeldFleet.beginning(Instant.parse("2026-03-01T12:00:00Z"));
  }

  @AfterAll
  void stop() {
    fleet.close();
  }

  @Test
  void an_exponential_rollout_to_200_things_aborts_and_leaves_what_runs() {
    var things = fleet.things("ramp", 200);
    var group = fleet.group("ramp", things);
    try (var first = fleet.device(things.getFirst());
        var running = fleet.device(things.get(65));
        var waiting = fleet.device(things.get(79));
        var never = fleet.device(things.get(80))) {
      fleet.create(
          "ramp",
          group,
          r ->
              r.jobExecutionsRolloutConfig(
                      c ->
                          c.maximumPerMinute(100)
                              .exponentialRate(
                                  e ->
                                      e.baseRatePerMinute(10)
                                          .incrementFactor(2.0)
                                          .rateIncreaseCriteria(k -> k.numberOfNotifiedThings(20))))
                  .abortConfig(
                      a ->
                          a.criteriaList(
                              AbortCriteria.builder()
                                  .failureType(JobExecutionFailureType.FAILED)
                                  .action(AbortAction.CANCEL)
                                  .thresholdPercentage(20.0)
                                  .minNumberOfExecutedThings(50)
                                  .build())));

      // floor(10 x 2^step) a minute, a step for every 20 notified: 10, 10, 20, 40.
      assertThat(first.nextChanged().execution.jobId).isEqualTo("ramp");
      assertThat(fleet.thingsOf("ramp", QUEUED)).isEqualTo(things.subList(0, 10));
      fleet.minute();
      assertThat(fleet.thingsOf("ramp", QUEUED)).isEqualTo(things.subList(0, 20));
      fleet.minute();
      assertThat(fleet.thingsOf("ramp", QUEUED)).isEqualTo(things.subList(0, 40));
      HeldFleet.all(things.subList(0, 40), each -> fleet.work(each, "ramp", "SUCCEEDED"));
      fleet.minute();
      assertThat(fleet.thingsOf("ramp", QUEUED)).isEqualTo(things.subList(40, 80));
      assertThat(fleet.job("ramp").isConcurrent()).isTrue();
      assertThat(fleet.job("ramp").jobProcessDetails().processingTargets()).containsExactly(group);

      assertThat(waiting.nextChanged().execution.jobId).isEqualTo("ramp");
      assertThat(running.startNext(Map.of()).execution.versionNumber).isEqualTo(2);
      fleet.start(things.get(66), "ramp");
      // From the 41st on every other one fails: 13 of 65 are the first fifth after 50 have ended.
      for (int i = 40; i < 64; i++) {
        fleet.work(things.get(i), "ramp", i % 2 == 0 ? "FAILED" : "SUCCEEDED");
      }
      assertThat(fleet.job("ramp").statusAsString()).isEqualTo("IN_PROGRESS");
      fleet.work(things.get(64), "ramp", "FAILED");
      fleet.clock.settle();

      var aborted = fleet.job("ramp");
      assertThat(aborted.statusAsString()).isEqualTo("CANCELED");
      assertThat(aborted.reasonCode()).isEqualTo("JOB_ABORTED");
      assertThat(aborted.comment()).contains("20.00% of 65").contains("FAILED");
      assertThat(aborted.forceCanceled()).isFalse();
      assertThat(aborted.jobProcessDetails().processingTargets()).isEmpty();
      assertThat(fleet.counted("ramp")).isEqualTo(new Counted(0, 2, 52, 13, 0, 13, 0));
      assertThat(fleet.thingsOf("ramp", CANCELED)).isEqualTo(things.subList(67, 80));
      assertThat(waiting.nextChanged().execution).isNull();

      running.update("ramp", JobStatus.SUCCEEDED, 2, Map.of());
      assertThat(fleet.job("ramp").statusAsString()).isEqualTo("CANCELED");
      fleet.clock.advance(Duration.ofHours(1));
      assertThat(fleet.counted("ramp")).isEqualTo(new Counted(0, 1, 53, 13, 0, 13, 0));
      assertThat(never.pending().queuedJobs).isEmpty();
    }
  }

  @Test
  void a_rollout_to_200_things_retries_failures_and_timeouts_and_completes() {
    var things = fleet.things("again", 200);
    var group = fleet.group("again", things);
    var begin = fleet.clock.now();
    try (var hanging = fleet.device(things.get(7))) {
      fleet.create(
          "again",
          group,
          r ->
              r.jobExecutionsRolloutConfig(
                      c ->
                          c.maximumPerMinute(1000)
                              .exponentialRate(
                                  e ->
                                      e.baseRatePerMinute(40)
                                          .incrementFactor(1.5)
                                          .rateIncreaseCriteria(
                                              k -> k.numberOfSucceededThings(50))))
                  .timeoutConfig(c -> c.inProgressTimeoutInMinutes(5L))
                  .jobExecutionsRetryConfig(
                      c ->
                          c.criteriaList(
                              retries(RetryableFailureType.FAILED, 2),
                              retries(RetryableFailureType.TIMED_OUT, 1))));

      // Nine of ten succeed in the minute they are told: 36, 72 and 126 make it 40, 60 and 90.
      assertThat(hanging.nextChanged().execution.executionNumber).isEqualTo(1);
      workAt(things.subList(0, 40));
      fleet.minute();
      workAt(things.subList(40, 80));
      fleet.minute();
      workAt(things.subList(80, 140));
      fleet.minute();
      workAt(things.subList(140, 200));
      assertThat(fleet.counted("again")).isEqualTo(new Counted(0, 20, 180, 40, 0, 0, 0));

      fleet.clock.set(begin.plus(Duration.ofMinutes(5)).minusMillis(1));
      assertThat(fleet.thingsOf("again", TIMED_OUT)).isEmpty();
      fleet.clock.set(begin.plus(Duration.ofMinutes(5)));
      assertThat(fleet.thingsOf("again", TIMED_OUT)).isEqualTo(every(things.subList(0, 40), 7));
      assertThat(hanging.nextChanged().execution.executionNumber).isEqualTo(2);
      fleet.clock.advance(Duration.ofMinutes(3));
      assertThat(fleet.counted("again")).isEqualTo(new Counted(20, 0, 180, 40, 20, 0, 0));
      assertThat(fleet.job("again").statusAsString()).isEqualTo("IN_PROGRESS");

      assertThat(hanging.startNext(Map.of()).execution.executionNumber).isEqualTo(2);
      hanging.update("again", JobStatus.SUCCEEDED, 2, Map.of());
      var late = every(things, 7);
      late.subList(1, late.size()).forEach(each -> fleet.work(each, "again", "SUCCEEDED"));
    }
    var done = fleet.job("again");
    assertThat(done.statusAsString()).isEqualTo("COMPLETED");
    assertThat(done.completedAt()).isEqualTo(fleet.clock.now());
    assertThat(fleet.counted("again")).isEqualTo(new Counted(0, 0, 200, 40, 20, 0, 0));
    assertThat(fleet.thingsByStatus("again")).isEqualTo(Map.of("SUCCEEDED", 200));
    assertThat(
            fleet
                .iot
                .listJobExecutionsForThing(r -> r.thingName(things.get(3)).jobId("again"))
                .executionSummaries())
        .extracting(
            each -> each.jobExecutionSummary().executionNumber(),
            each -> each.jobExecutionSummary().retryAttempt(),
            each -> each.jobExecutionSummary().status())
        .containsExactly(tuple(3L, 2, SUCCEEDED), tuple(2L, 1, FAILED), tuple(1L, 0, FAILED));
  }

  /** Those told now: one of ten fails twice, one of ten starts and hangs, the others succeed. */
  private void workAt(List<String> told) {
    assertThat(fleet.thingsOf("again", QUEUED)).isEqualTo(told);
    HeldFleet.all(
        told,
        each -> {
          if (each.endsWith("3")) {
            fleet.work(each, "again", "FAILED");
            fleet.work(each, "again", "FAILED");
          }
          fleet.start(each, "again");
          if (!each.endsWith("7")) {
            fleet.report(each, "again", "SUCCEEDED");
          }
        });
  }

  private static RetryCriteria retries(RetryableFailureType failure, int times) {
    return RetryCriteria.builder().failureType(failure).numberOfRetries(times).build();
  }

  private static List<String> every(List<String> things, int lastDigit) {
    return things.stream().filter(each -> each.endsWith(Integer.toString(lastDigit))).toList();
  }

  @Test
  void a_window_that_closes_lets_what_runs_finish_and_hides_what_waits() {
    var opens =
        fleet.clock.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1).plusHours(2));
    fleet.clock.set(opens.minus(Duration.ofMinutes(30)));
    var things = fleet.things("night", 4);
    var group = fleet.group("night", things);
    var runs = things.get(0);
    var waits = things.get(1);
    var fails = things.get(2);
    try (var running = fleet.device(runs);
        var waiting = fleet.device(waits)) {
      fleet.create(
          "night",
          group,
          r ->
              r.targetSelection(TargetSelection.CONTINUOUS)
                  .schedulingConfig(
                      c ->
                          c.maintenanceWindows(
                              MaintenanceWindow.builder()
                                  .startTime("cron(0 2 * * ? *)")
                                  .durationInMinutes(60)
                                  .build()))
                  .jobExecutionsRetryConfig(
                      c -> c.criteriaList(retries(RetryableFailureType.FAILED, 1))));
      assertThat(fleet.job("night").statusAsString()).isEqualTo("SCHEDULED");
      assertThat(fleet.job("night").scheduledJobRollouts()).hasSize(7);
      assertThat(fleet.job("night").scheduledJobRollouts().getFirst().startTime())
          .isEqualTo(opens.toString().substring(0, 16));
      assertThat(waiting.pending().queuedJobs).isEmpty();

      fleet.clock.set(opens);
      assertThat(fleet.job("night").statusAsString()).isEqualTo("IN_PROGRESS");
      assertThat(waiting.nextChanged().execution.jobId).isEqualTo("night");
      assertThat(running.startNext(Map.of()).execution.jobId).isEqualTo("night");
      fleet.start(fails, "night");
      fleet.work(things.get(3), "night", "SUCCEEDED");

      fleet.clock.advance(Duration.ofHours(1));
      assertThat(fleet.job("night").statusAsString()).isEqualTo("SCHEDULED");
      assertThat(waiting.nextChanged().execution).isNull();
      assertThat(waiting.pending().queuedJobs).isEmpty();
      assertThat(waiting.startNext(Map.of()).execution).isNull();
      assertThat(waiting.describe("$next").execution).isNull();
      assertThat(waiting.rejection("night", JobStatus.IN_PROGRESS, 1).code)
          .isEqualTo(RejectedErrorCode.INVALID_STATE_TRANSITION);
      assertThat(status(waits, "night")).isEqualTo(QUEUED);

      assertThat(status(runs, "night")).isEqualTo(IN_PROGRESS);
      running.update("night", JobStatus.SUCCEEDED, 2, Map.of());
      fleet.report(fails, "night", "FAILED");
      assertThat(fleet.counted("night")).isEqualTo(new Counted(2, 0, 2, 1, 0, 0, 0));
      assertThat(fleet.jobs.getPendingJobExecutions(r -> r.thingName(fails)).queuedJobs())
          .isEmpty();

      fleet.clock.set(opens.plus(Duration.ofDays(1)));
      assertThat(waiting.nextChanged().execution.executionNumber).isEqualTo(1);
      waiting.startNext(Map.of());
      waiting.update("night", JobStatus.SUCCEEDED, 2, Map.of());
      fleet.work(fails, "night", "SUCCEEDED");
      assertThat(fleet.counted("night")).isEqualTo(new Counted(0, 0, 4, 1, 0, 0, 0));
      assertThat(fleet.job("night").statusAsString()).isEqualTo("IN_PROGRESS");
    }
    fleet.iot.cancelJob(r -> r.jobId("night"));
  }

  @Test
  void a_continuous_job_follows_its_group() {
    var things = fleet.things("flow", 5);
    var group = fleet.group("flow", things.subList(0, 2));
    fleet.iot.createThingGroup(r -> r.thingGroupName("flow-child").parentGroupName("flow"));
    try (var device0 = fleet.device(things.get(0));
        var device1 = fleet.device(things.get(1));
        var device2 = fleet.device(things.get(2))) {
      fleet.create(
          "flow",
          group,
          r ->
              r.targetSelection(TargetSelection.CONTINUOUS)
                  .jobExecutionsRolloutConfig(c -> c.maximumPerMinute(1)));
      assertThat(fleet.thingsOf("flow", QUEUED)).isEqualTo(things.subList(0, 1));

      // Who joins is placed at once, whatever the rate, also through a group below.
      fleet.join("flow", things.get(2));
      fleet.join("flow-child", things.get(3));
      assertThat(device2.nextChanged().execution.jobId).isEqualTo("flow");
      assertThat(fleet.thingsOf("flow", QUEUED))
          .containsExactly(things.get(0), things.get(2), things.get(3));
      fleet.minute();
      assertThat(device1.nextChanged().execution.jobId).isEqualTo("flow");

      // What waits leaves with its thing, what runs may finish.
      fleet.leave("flow", things.get(1));
      assertThat(device1.nextChanged().execution).isNull();
      assertThat(status(things.get(1), "flow")).isEqualTo(REMOVED);
      assertThat(device0.nextChanged().execution.executionNumber).isEqualTo(1);
      device0.startNext(Map.of());
      fleet.leave("flow", things.get(0));
      device0.update("flow", JobStatus.SUCCEEDED, 2, Map.of());
      assertThat(device0.nextChanged().execution).isNull();

      // Who comes back runs it again.
      fleet.join("flow", things.get(0));
      fleet.join("flow", things.get(1));
      assertThat(device0.nextChanged().execution.executionNumber).isEqualTo(2);
      assertThat(device1.nextChanged().execution.executionNumber).isEqualTo(2);

      fleet.iot.deleteThing(r -> r.thingName(things.get(3)));
      assertThat(fleet.thingsOf("flow", REMOVED)).containsExactly(things.get(1), things.get(3));

      var more = fleet.group("flow-more", things.subList(4, 5));
      fleet.iot.associateTargetsWithJob(r -> r.jobId("flow").targets(more));
      fleet.minute();
      assertThat(status(things.get(4), "flow")).isEqualTo(QUEUED);
      assertThat(fleet.job("flow").statusAsString()).isEqualTo("IN_PROGRESS");
    }
    fleet.iot.cancelJob(r -> r.jobId("flow"));
    fleet.clock.settle();
    assertThat(fleet.counted("flow")).isEqualTo(new Counted(0, 0, 1, 0, 0, 4, 2));
  }

  @Test
  void a_continuous_job_follows_a_dynamic_group() {
    var things = fleet.things("model", 2);
    var group =
        fleet
            .iot
            .createDynamicThingGroup(
                r -> r.thingGroupName("model-x").queryString("attributes.model:x"))
            .thingGroupArn();
    try (var device = fleet.device(things.getFirst())) {
      fleet.create("model", group, r -> r.targetSelection(TargetSelection.CONTINUOUS));
      assertThat(fleet.counted("model")).isEqualTo(new Counted(0, 0, 0, 0, 0, 0, 0));

      model(things.getFirst(), "x");
      assertThat(device.nextChanged().execution.executionNumber).isEqualTo(1);
      model(things.getFirst(), "y");
      assertThat(device.nextChanged().execution).isNull();
      assertThat(status(things.getFirst(), "model")).isEqualTo(REMOVED);
      model(things.getFirst(), "x");
      assertThat(device.nextChanged().execution.executionNumber).isEqualTo(2);
    }
    fleet.iot.cancelJob(r -> r.jobId("model"));
  }

  private void model(String thing, String model) {
    fleet.iot.updateThing(
        r -> r.thingName(thing).attributePayload(a -> a.attributes(Map.of("model", model))));
  }

  private JobExecutionStatus status(String thing, String job) {
    return fleet.iot.describeJobExecution(r -> r.thingName(thing).jobId(job)).execution().status();
  }
}
