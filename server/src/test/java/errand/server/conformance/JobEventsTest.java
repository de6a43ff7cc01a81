package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.HeldFleet;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Arrival;
import errand.server.conformance.support.Operator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.iot.model.Configuration;
import software.amazon.awssdk.services.iot.model.EventType;
import software.amazon.awssdk.services.iot.model.TargetSelection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What subscribers to {@code $aws/events/…} are told of jobs, through a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JobEventsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration STEP_MINUTE = Duration.ofMinutes(1);

  private HeldFleet fleet;
  private MqttProbe subscriber;

  @BeforeAll
  void start() {
    fleet = HeldFleet.beginning(T0);
  }

  @AfterAll
  void stop() {
    fleet.close();
  }

  @BeforeEach
  void subscribe() {
    subscriber = MqttProbe.connect(fleet.server.doors());
    subscriber.subscribe("$aws/events/#");
    enable(true, true);
  }

  @AfterEach
  void leave() {
    subscriber.close();
  }

  @Test
  void nothing_is_told_until_it_is_turned_on_and_each_kind_on_its_own() {
    var thing = fleet.things("quiet", 1).getFirst();
    enable(false, false);
    run("quiet-1", thing, "SUCCEEDED");
    enable(true, false);
    run("quiet-2", thing, "SUCCEEDED");
    enable(false, true);
    run("quiet-3", thing, "SUCCEEDED");
    enable(true, true);
    run("quiet-4", thing, "SUCCEEDED");

    assertThat(topics(4))
        .containsExactly(
            "job/quiet-2/completed",
            "jobExecution/quiet-3/succeeded",
            "jobExecution/quiet-4/succeeded",
            "job/quiet-4/completed");
  }

  @Test
  void a_job_that_completes_tells_how_its_executions_ended() {
    var things = fleet.things("whole", 3);
    var group = fleet.group("whole", things);
    var created = fleet.clock.now();
    fleet.create("whole", group, r -> r.description("all of it"));
    fleet.clock.advance(STEP_MINUTE);
    fleet.work(things.get(0), "whole", "SUCCEEDED");
    fleet.jobs.updateJobExecution(
        r ->
            r.thingName(things.get(1))
                .jobId("whole")
                .status("FAILED")
                .statusDetails(Map.of("step", "write")));
    fleet.report(things.get(2), "whole", "REJECTED");
    var ended = fleet.clock.now();

    var told = subscriber.next(4);

    assertThat(told.stream().map(JobEventsTest::topic))
        .containsExactly(
            "jobExecution/whole/succeeded",
            "jobExecution/whole/failed",
            "jobExecution/whole/rejected",
            "job/whole/completed");
    assertTold(
        told.get(1),
        """
        {"eventType":"JOB_EXECUTION","timestamp":%d,"operation":"failed","jobId":"whole",
         "thingArn":"%s","status":"FAILED","statusDetails":{"step":"write"},
         "executionNumber":1,"versionNumber":2}
        """
            .formatted(ended.getEpochSecond(), Operator.thingArn(things.get(1))));
    assertTold(
        told.get(3),
        """
        {"eventType":"JOB","timestamp":%d,"operation":"completed","jobId":"whole",
         "status":"COMPLETED","targetSelection":"SNAPSHOT","targets":["%s"],
         "description":"all of it","createdAt":%d,"lastUpdatedAt":%d,"completedAt":%d,
         "forceCanceled":false,
         "jobProcessDetails":{"numberOfCanceledThings":0,"numberOfRejectedThings":1,
           "numberOfFailedThings":1,"numberOfRemovedThings":0,"numberOfSucceededThings":1,
           "numberOfTimedOutThings":0}}
        """
            .formatted(
                ended.getEpochSecond(),
                group,
                created.toEpochMilli(),
                ended.toEpochMilli(),
                ended.toEpochMilli()));
  }

  @Test
  void a_cancelled_and_deleted_job_is_told_step_by_step() {
    var things = fleet.things("gone", 2);
    var group = fleet.group("gone", things);
    fleet.create("gone", group, r -> r.timeoutConfig(c -> c.inProgressTimeoutInMinutes(1L)));
    fleet.start(things.getFirst(), "gone");
    fleet.clock.advance(STEP_MINUTE);
    fleet.iot.cancelJob(r -> r.jobId("gone").comment("enough").reasonCode("ENOUGH"));
    fleet.clock.settle();
    fleet.iot.deleteJob(r -> r.jobId("gone"));
    fleet.clock.settle();

    var told = subscriber.next(8);

    assertThat(told.stream().map(JobEventsTest::topic))
        .containsExactlyInAnyOrder(
            "jobExecution/gone/timed_out",
            "job/gone/cancellation_in_progress",
            "jobExecution/gone/canceled",
            "job/gone/canceled",
            "job/gone/deletion_in_progress",
            "jobExecution/gone/deleted",
            "jobExecution/gone/deleted",
            "job/gone/deleted");
    var canceling = the(told, "job/gone/cancellation_in_progress");
    assertThat(canceling.path("status").asString()).isEqualTo("CANCELLATION_IN_PROGRESS");
    assertThat(canceling.path("comment").asString()).isEqualTo("enough");
    var canceled = the(told, "job/gone/canceled");
    assertThat(canceled.path("status").asString()).isEqualTo("CANCELED");
    assertThat(canceled.path("reasonCode").asString()).isEqualTo("ENOUGH");
    assertThat(the(told, "job/gone/deletion_in_progress").path("status").asString())
        .isEqualTo("DELETION_IN_PROGRESS");
    assertThat(the(told, "job/gone/deleted").path("status").asString()).isEqualTo("DELETED");
    // What is deleted keeps the status it had.
    assertThat(
            told.stream()
                .filter(each -> topic(each).equals("jobExecution/gone/deleted"))
                .map(each -> each.json().path("status").asString()))
        .containsExactlyInAnyOrder("TIMED_OUT", "CANCELED");
  }

  @Test
  void a_thing_that_leaves_and_an_execution_deleted_by_itself_are_told() {
    var thing = fleet.things("left", 1).getFirst();
    var group = fleet.group("left", List.of(thing));
    fleet.create("left", group, r -> r.targetSelection(TargetSelection.CONTINUOUS));
    fleet.leave("left", thing);
    fleet.iot.deleteJobExecution(r -> r.thingName(thing).jobId("left").executionNumber(1L));

    var told = subscriber.next(2);

    assertThat(told.stream().map(JobEventsTest::topic))
        .containsExactly("jobExecution/left/removed", "jobExecution/left/deleted");
    assertThat(told.get(0).json().path("status").asString()).isEqualTo("REMOVED");
    assertThat(told.get(1).json().path("status").asString()).isEqualTo("REMOVED");
    assertThat(told.get(1).json().path("operation").asString()).isEqualTo("deleted");
    assertThat(told.get(0).json().path("eventId").asString())
        .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        .isNotEqualTo(told.get(1).json().path("eventId").asString());
    fleet.iot.cancelJob(r -> r.jobId("left"));
    subscriber.next(2);
  }

  private void enable(boolean job, boolean execution) {
    fleet.iot.updateEventConfigurations(
        r ->
            r.eventConfigurations(
                Map.of(EventType.JOB, on(job), EventType.JOB_EXECUTION, on(execution))));
  }

  private static Configuration on(boolean enabled) {
    return Configuration.builder().enabled(enabled).build();
  }

  private void run(String job, String thing, String status) {
    fleet.create(job, Operator.thingArn(thing), r -> r.description("one thing"));
    fleet.work(thing, job, status);
  }

  private List<String> topics(int count) {
    return subscriber.next(count).stream().map(JobEventsTest::topic).toList();
  }

  private static String topic(Arrival arrival) {
    return arrival.topic().replace("$aws/events/", "");
  }

  private static JsonNode the(List<Arrival> told, String topic) {
    return told.stream().filter(each -> topic(each).equals(topic)).findFirst().orElseThrow().json();
  }

  /** The payload but for the event's id, which must be there. */
  private static void assertTold(Arrival arrival, String json) {
    var told = (ObjectNode) arrival.json();
    assertThat(told.remove("eventId").asString()).isNotEmpty();
    assertThat(told).isEqualTo(JsonMapper.shared().readTree(json));
  }
}
