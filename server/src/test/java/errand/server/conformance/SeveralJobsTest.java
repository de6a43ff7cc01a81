package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.DeviceV1;
import errand.server.conformance.support.DeviceV2;
import errand.server.conformance.support.Life;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.SharedServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.crt.mqtt.MqttClientConnection;
import software.amazon.awssdk.crt.mqtt.MqttClientConnectionEvents;
import software.amazon.awssdk.crt.mqtt5.packets.ConnectPacket;
import software.amazon.awssdk.iot.iotjobs.model.JobStatus;
import software.amazon.awssdk.iot.iotjobs.model.RejectedErrorCode;
import software.amazon.awssdk.services.iotjobsdataplane.IotJobsDataPlaneClient;
import software.amazon.awssdk.services.iotjobsdataplane.model.InvalidRequestException;
import software.amazon.awssdk.services.iotjobsdataplane.model.InvalidStateTransitionException;
import software.amazon.awssdk.services.iotjobsdataplane.model.IotJobsDataPlaneException;
import software.amazon.awssdk.services.iotjobsdataplane.model.JobExecutionStatus;
import software.amazon.awssdk.services.iotjobsdataplane.model.JobExecutionSummary;
import software.amazon.awssdk.services.iotjobsdataplane.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iotjobsdataplane.model.TerminalStateException;

/** Three jobs of one device, each to another end, and every refusal, by unmodified AWS SDKs. */
@ExtendWith(SharedServer.class)
final class SeveralJobsTest {
  private final RunningServer server;
  private final String thing;
  private final List<String> ids;

  SeveralJobsTest(RunningServer server) {
    this.server = server;
    this.thing = server.thing();
    this.ids = List.of(server.queuedJob(thing), server.queuedJob(thing), server.queuedJob(thing));
  }

  private DeviceKeys keys() {
    var certificate = server.operator().createCertificate(true);
    server.operator().attach(certificate, thing);
    return certificate.keys();
  }

  private void assertEnds(String... counters) {
    for (var i = 0; i < counters.length; i++) {
      var details = server.operator().describeJob(ids.get(i)).path("jobProcessDetails");
      assertThat(details.path("numberOf" + counters[i] + "Things").asInt())
          .as("%s", details)
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"signed", "with a certificate"})
  void the_data_plane_client_works_off_its_jobs(String how) {
    try (var device =
        how.equals("signed") ? Sdk.jobs(server.doors()) : Sdk.jobs(server.doors(), keys())) {
      assertThat(device.getPendingJobExecutions(r -> r.thingName(thing)).queuedJobs())
          .extracting(JobExecutionSummary::jobId)
          .isEqualTo(ids);

      finishTheFirst(device, ids.getFirst());
      report(device, ids.get(1), JobExecutionStatus.REJECTED);
      assertThat(device.startNextPendingJobExecution(r -> r.thingName(thing)).execution().jobId())
          .isEqualTo(ids.get(2));
      report(device, ids.get(2), JobExecutionStatus.FAILED);

      assertThat(device.getPendingJobExecutions(r -> r.thingName(thing)).queuedJobs()).isEmpty();
      assertThat(device.startNextPendingJobExecution(r -> r.thingName(thing)).execution()).isNull();
      assertThat(device.describeJobExecution(r -> r.thingName(thing).jobId("$next")).execution())
          .isNull();
    }
    assertEnds("Succeeded", "Rejected", "Failed");
  }

  private void finishTheFirst(IotJobsDataPlaneClient device, String job) {
    var started =
        device
            .startNextPendingJobExecution(
                r -> r.thingName(thing).statusDetails(Map.of("step", "1")).stepTimeoutInMinutes(5L))
            .execution();
    assertThat(started.jobId()).isEqualTo(job);
    assertThat(started.approximateSecondsBeforeTimedOut()).isBetween(1L, 300L);
    var progress =
        device.updateJobExecution(
            r ->
                r.thingName(thing)
                    .jobId(job)
                    .status(JobExecutionStatus.IN_PROGRESS)
                    .expectedVersion(2L)
                    .executionNumber(1L)
                    .stepTimeoutInMinutes(-1L)
                    .statusDetails(Map.of("step", "2"))
                    .includeJobDocument(true)
                    .includeJobExecutionState(true));
    assertThat(progress.executionState().versionNumber()).isEqualTo(3);
    assertThat(progress.executionState().statusDetails()).isEqualTo(Map.of("step", "2"));
    assertThat(progress.jobDocument()).isEqualTo("{\"op\":\"flash\"}");
    var described =
        device
            .describeJobExecution(
                r -> r.thingName(thing).jobId(job).executionNumber(1L).includeJobDocument(false))
            .execution();
    assertThat(described.jobDocument()).isNull();
    assertThat(described.approximateSecondsBeforeTimedOut()).isNull();
    report(device, job, JobExecutionStatus.SUCCEEDED);
  }

  private void report(IotJobsDataPlaneClient device, String job, JobExecutionStatus status) {
    var answer = device.updateJobExecution(r -> r.thingName(thing).jobId(job).status(status));
    assertThat(answer.executionState()).isNull();
    assertThat(answer.jobDocument()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"signed", "with a certificate"})
  void the_data_plane_client_knows_each_refusal(String how) {
    var job = ids.getFirst();
    try (var device =
        how.equals("signed") ? Sdk.jobs(server.doors()) : Sdk.jobs(server.doors(), keys())) {
      refused(
          InvalidRequestException.class,
          () ->
              device.startNextPendingJobExecution(
                  r -> r.thingName(thing).stepTimeoutInMinutes(0L)));
      refused(
          InvalidRequestException.class,
          () -> device.updateJobExecution(r -> r.thingName(thing).jobId(job).status("DONE")));
      refused(
          ResourceNotFoundException.class,
          () -> device.describeJobExecution(r -> r.thingName(thing).jobId("none")));
      refused(
          InvalidStateTransitionException.class,
          () ->
              device.updateJobExecution(
                  r -> r.thingName(thing).jobId(job).status("FAILED").expectedVersion(9L)));
      report(device, job, JobExecutionStatus.FAILED);
      refused(
          InvalidStateTransitionException.class,
          () -> device.updateJobExecution(r -> r.thingName(thing).jobId(job).status("SUCCEEDED")));
      refused(
          TerminalStateException.class,
          () -> device.describeJobExecution(r -> r.thingName(thing).jobId(job)));
    }
  }

  private static void refused(Class<? extends IotJobsDataPlaneException> how, Runnable request) {
    assertThatExceptionOfType(how)
        .isThrownBy(request::run)
        .satisfies(refusal -> assertThat(refusal.awsErrorDetails().errorMessage()).isNotBlank())
        .satisfies(refusal -> assertThat(refusal.requestId()).isNotBlank());
  }

  @ParameterizedTest
  @EnumSource
  void the_v2_client_works_off_its_jobs(DeviceV2.Over over) {
    try (var device = DeviceV2.connect(over, server.doors(), keys(), thing)) {
      assertThat(device.pending().queuedJobs).extracting(each -> each.jobId).isEqualTo(ids);

      assertThat(device.startNext(Map.of()).execution.jobId).isEqualTo(ids.getFirst());
      device.update(ids.getFirst(), JobStatus.SUCCEEDED, 2, Map.of("step", "done"));
      assertThat(device.nextChanged().execution.jobId).isEqualTo(ids.get(1));
      device.update(ids.get(1), JobStatus.REJECTED, 1, Map.of());
      assertThat(device.nextChanged().execution.jobId).isEqualTo(ids.get(2));
      assertThat(device.startNext(Map.of("step", "1")).execution.jobId).isEqualTo(ids.get(2));
      device.update(ids.get(2), JobStatus.FAILED, 2, Map.of());

      assertThat(device.nextChanged().execution).isNull();
      assertThat(device.pending().queuedJobs).isEmpty();
    }
    assertEnds("Succeeded", "Rejected", "Failed");
  }

  @Test
  void the_v1_client_works_off_its_jobs_over_mqtt_3() {
    try (var device = new DeviceV1(Sdk.mqtt3(server.doors(), keys(), thing), thing)) {
      workOff(device);
    }
    assertEnds("Succeeded", "Rejected", "Failed");
  }

  @Test
  void the_v1_client_works_off_its_jobs_over_mqtt_5() {
    try (var builder = Sdk.mqtt5(server.doors(), keys());
        var client =
            builder
                .withConnectProperties(new ConnectPacket.ConnectPacketBuilder().withClientId(thing))
                .withLifeCycleEvents(new Life())
                .build();
        var device = new DeviceV1(new MqttClientConnection(client, new Deaf()), thing)) {
      workOff(device);
    }
    assertEnds("Succeeded", "Rejected", "Failed");
  }

  private void workOff(DeviceV1 device) {
    var started = device.startNext(Map.of("step", "1")).execution;
    assertThat(started.jobId).isEqualTo(ids.getFirst());
    assertThat(device.updateRejected(ids.getFirst(), JobStatus.SUCCEEDED, 9).code)
        .isEqualTo(RejectedErrorCode.VERSION_MISMATCH);
    assertThat(device.updateRejected(ids.getFirst(), JobStatus.CANCELED, 2).code)
        .isEqualTo(RejectedErrorCode.INVALID_REQUEST);
    assertThat(device.updateRejected("none", JobStatus.FAILED, 1).code)
        .isEqualTo(RejectedErrorCode.RESOURCE_NOT_FOUND);
    device.update(ids.getFirst(), JobStatus.SUCCEEDED, 2, Map.of());
    var over = device.updateRejected(ids.getFirst(), JobStatus.IN_PROGRESS, 3);
    assertThat(over.code).isEqualTo(RejectedErrorCode.INVALID_STATE_TRANSITION);
    assertThat(over.executionState.status).isEqualTo(JobStatus.SUCCEEDED);

    assertThat(device.nextChanged().execution.jobId).isEqualTo(ids.get(1));
    device.update(ids.get(1), JobStatus.REJECTED, 1, Map.of("why", "no space"));
    assertThat(device.nextChanged().execution.jobId).isEqualTo(ids.get(2));
    device.update(ids.get(2), JobStatus.FAILED, 1, Map.of());
    assertThat(device.nextChanged().execution).isNull();
    assertThat(device.startNext(Map.of()).execution).isNull();
  }

  /** Nothing of what happens to the connection matters here. */
  private static final class Deaf implements MqttClientConnectionEvents {
    @Override
    public void onConnectionInterrupted(int errorCode) {}

    @Override
    public void onConnectionResumed(boolean sessionPresent) {}
  }
}
