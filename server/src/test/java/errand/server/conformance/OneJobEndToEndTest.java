package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.DeviceV1;
import errand.server.conformance.support.DeviceV2;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.SharedServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.iot.iotjobs.model.JobStatus;
import software.amazon.awssdk.iot.iotjobs.model.RejectedErrorCode;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.Job;
import software.amazon.awssdk.services.iot.model.JobExecutionStatus;
import software.amazon.awssdk.services.iot.model.JobSummary;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iotjobsdataplane.IotJobsDataPlaneClient;
import software.amazon.awssdk.services.iotjobsdataplane.model.InvalidStateTransitionException;
import software.amazon.awssdk.services.iotjobsdataplane.model.JobExecution;
import software.amazon.awssdk.services.iotjobsdataplane.model.TerminalStateException;

/** One job from the operator to the device and back, by unmodified AWS SDKs only. */
@ExtendWith(SharedServer.class)
final class OneJobEndToEndTest {
  private static final String DOCUMENT = "{\"op\":\"flash\",\"parts\":[1,2]}";

  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"iot:Connect","Resource":"arn:aws:iot:*:*:client/THING"},
        {"Effect":"Allow","Action":["iot:Publish","iot:Receive"],
         "Resource":"arn:aws:iot:*:*:topic/$aws/things/THING/jobs/*"},
        {"Effect":"Allow","Action":"iot:Subscribe",
         "Resource":"arn:aws:iot:*:*:topicfilter/$aws/things/THING/jobs/*"},
        {"Effect":"Allow","Action":"iotjobsdata:*","Resource":"arn:aws:iot:*:*:thing/THING"}]}
      """;

  private final RunningServer server;
  private final IotClient iot;
  private final IotJobsDataPlaneClient jobs;

  OneJobEndToEndTest(RunningServer server) {
    this.server = server;
    this.iot = Sdk.iot(server.doors());
    this.jobs = Sdk.jobs(server.doors());
  }

  @AfterEach
  void closeClients() {
    iot.close();
    jobs.close();
  }

  @Test
  void the_v1_client_over_mqtt_3_runs_a_job_sent_to_a_group() {
    var thing = createThing();
    var group = createGroupOf(thing);
    var job = server.freshName("job");
    try (var device = new DeviceV1(Sdk.mqtt3(server.doors(), ownKeys(thing), thing), thing)) {
      createJob(job, group);

      var announced = device.nextChanged().execution;
      assertThat(announced.jobId).isEqualTo(job);
      assertThat(announced.status).isEqualTo(JobStatus.QUEUED);
      assertThat(announced.jobDocument)
          .isEqualTo(Map.of("op", "flash", "parts", List.of(1.0, 2.0)));

      var started = device.startNext(Map.of("step", "fetch")).execution;
      assertThat(started.status).isEqualTo(JobStatus.IN_PROGRESS);
      assertThat(started.versionNumber).isEqualTo(2);

      var progress = device.update(job, JobStatus.IN_PROGRESS, 2, Map.of("step", "write"));
      assertThat(progress.executionState.versionNumber).isEqualTo(3);
      assertThat(progress.executionState.statusDetails).isEqualTo(Map.of("step", "write"));

      var stale = device.updateRejected(job, JobStatus.SUCCEEDED, 2);
      assertThat(stale.code).isEqualTo(RejectedErrorCode.VERSION_MISMATCH);
      assertThat(stale.executionState.versionNumber).isEqualTo(3);

      var done = device.update(job, JobStatus.SUCCEEDED, 3, Map.of("step", "done"));
      assertThat(done.executionState.status).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(device.nextChanged().execution).isNull();
    }
    assertCompleted(job, thing);
  }

  @ParameterizedTest
  @EnumSource
  void the_v2_client_runs_a_job(DeviceV2.Over over) {
    var thing = createThing();
    var job = server.freshName("job");
    try (var device = DeviceV2.connect(over, server.doors(), issuedKeys(thing), thing)) {
      createJob(job, thingArn(thing));

      var changed = device.listChanged();
      assertThat(changed.jobs.get(JobStatus.QUEUED))
          .extracting(summary -> summary.jobId)
          .containsExactly(job);
      assertThat(device.nextChanged().execution.jobDocument)
          .isEqualTo(Map.of("op", "flash", "parts", List.of(1.0, 2.0)));
      assertThat(device.pending().queuedJobs).hasSize(1);

      assertThat(device.startNext(Map.of("step", "fetch")).execution.versionNumber).isEqualTo(2);
      assertThat(device.pending().inProgressJobs).hasSize(1);
      assertThat(device.update(job, JobStatus.IN_PROGRESS, 2, Map.of("step", "write")))
          .extracting(answer -> answer.executionState, answer -> answer.jobDocument)
          .containsOnlyNulls();
      var described = device.describe(job).execution;
      assertThat(described.versionNumber).isEqualTo(3);
      assertThat(described.statusDetails).isEqualTo(Map.of("step", "write"));
      device.update(job, JobStatus.SUCCEEDED, 3, Map.of("step", "done"));

      assertThat(device.listChanged().jobs).isEmpty();
      assertThat(device.nextChanged().execution).isNull();
      assertThat(device.describe("$next").execution).isNull();
      assertThat(device.startNext(Map.of()).execution).isNull();
    }
    assertCompleted(job, thing);
  }

  @ParameterizedTest
  @EnumSource
  void the_v2_client_knows_each_rejection(DeviceV2.Over over) {
    var thing = createThing();
    var job = server.queuedJob(thing);
    try (var device = DeviceV2.connect(over, server.doors(), issuedKeys(thing), thing)) {
      assertThat(device.rejection(job, JobStatus.IN_PROGRESS, 7).code)
          .isEqualTo(RejectedErrorCode.VERSION_MISMATCH);
      assertThat(device.rejection("none", JobStatus.IN_PROGRESS, 1).code)
          .isEqualTo(RejectedErrorCode.RESOURCE_NOT_FOUND);
      assertThat(device.rejection(job, JobStatus.CANCELED, 1).code)
          .isEqualTo(RejectedErrorCode.INVALID_REQUEST);
      device.update(job, JobStatus.FAILED, 1, Map.of());
      var over2 = device.rejection(job, JobStatus.IN_PROGRESS, 2);
      assertThat(over2.code).isEqualTo(RejectedErrorCode.INVALID_STATE_TRANSITION);
      assertThat(over2.executionState.status).isEqualTo(JobStatus.FAILED);
      assertThat(device.describeRejection(job).code)
          .isEqualTo(RejectedErrorCode.TERMINAL_STATE_REACHED);
    }
  }

  @Test
  void a_device_certificate_runs_a_job_over_https() {
    var thing = createThing();
    var job = server.queuedJob(thing);
    try (var device = Sdk.jobs(server.doors(), issuedKeys(thing))) {
      assertThat(device.getPendingJobExecutions(r -> r.thingName(thing)).queuedJobs()).hasSize(1);
      JobExecution started =
          device.startNextPendingJobExecution(r -> r.thingName(thing)).execution();
      assertThat(started.jobDocument()).isEqualTo("{\"op\":\"flash\"}");
      assertThat(device.describeJobExecution(r -> r.thingName(thing).jobId("$next")).execution())
          .isEqualTo(started);
      var state =
          device
              .updateJobExecution(
                  r ->
                      r.thingName(thing)
                          .jobId(job)
                          .status("SUCCEEDED")
                          .expectedVersion(2L)
                          .includeJobExecutionState(true))
              .executionState();
      assertThat(state.versionNumber()).isEqualTo(3);

      assertThatExceptionOfType(InvalidStateTransitionException.class)
          .isThrownBy(
              () ->
                  device.updateJobExecution(
                      r -> r.thingName(thing).jobId(job).status("IN_PROGRESS")));
      assertThatExceptionOfType(TerminalStateException.class)
          .isThrownBy(() -> device.describeJobExecution(r -> r.thingName(thing).jobId(job)));
    }
    assertCompleted(job, thing);
  }

  @Test
  void a_job_is_described_listed_and_canceled() {
    var thing = createThing();
    var job = server.queuedJob(thing);

    assertThat(iot.getJobDocument(r -> r.jobId(job)).document()).isEqualTo("{\"op\":\"flash\"}");
    assertThat(iot.listJobsPaginator(r -> r.status("IN_PROGRESS").maxResults(1)).stream())
        .flatMap(page -> page.jobs())
        .extracting(JobSummary::jobId)
        .contains(job);
    assertThat(iot.listJobExecutionsForJob(r -> r.jobId(job)).executionSummaries())
        .extracting(each -> each.thingArn(), each -> each.jobExecutionSummary().status())
        .containsExactly(tuple(thingArn(thing), JobExecutionStatus.QUEUED));

    iot.cancelJob(r -> r.jobId(job).comment("enough").reasonCode("ENOUGH"));

    Job canceled = iot.describeJob(r -> r.jobId(job)).job();
    assertThat(canceled.statusAsString()).isEqualTo("CANCELED");
    assertThat(canceled.comment()).isEqualTo("enough");
    assertThat(canceled.reasonCode()).isEqualTo("ENOUGH");
    assertThat(canceled.jobProcessDetails().numberOfCanceledThings()).isEqualTo(1);
    assertThat(iot.describeJobExecution(r -> r.thingName(thing).jobId(job)).execution().status())
        .isEqualTo(JobExecutionStatus.CANCELED);
    assertThat(jobs.getPendingJobExecutions(r -> r.thingName(thing)).queuedJobs()).isEmpty();
  }

  @Test
  void a_refusal_of_the_control_plane_is_a_typed_exception() {
    var thing = createThing();
    var job = server.queuedJob(thing);

    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> iot.describeJob(r -> r.jobId("none")));
    assertThatExceptionOfType(ResourceAlreadyExistsException.class)
        .isThrownBy(() -> createJob(job, thingArn(thing)));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> iot.describeJob(r -> r.jobId("not.an.id")))
        .withMessageContaining("satisfy regular expression pattern");
    assertThat(iot.createThing(r -> r.thingName(thing)).thingName()).isEqualTo(thing);
  }

  private String createThing() {
    var name = server.freshName("device");
    return iot.createThing(r -> r.thingName(name)).thingName();
  }

  private String createGroupOf(String thing) {
    var name = server.freshName("group");
    var arn = iot.createThingGroup(r -> r.thingGroupName(name)).thingGroupArn();
    iot.addThingToThingGroup(r -> r.thingGroupName(name).thingName(thing));
    return arn;
  }

  /** A certificate for a key that the server made. */
  private DeviceKeys issuedKeys(String thing) {
    var made = iot.createKeysAndCertificate(r -> r.setAsActive(true));
    letActFor(thing, made.certificateArn());
    return new DeviceKeys(made.certificatePem(), made.keyPair().privateKey());
  }

  /** A certificate for a key that never left the device. */
  private DeviceKeys ownKeys(String thing) {
    var request = DeviceKeys.request(thing);
    var issued =
        iot.createCertificateFromCsr(
            r -> r.certificateSigningRequest(request.csrPem()).setAsActive(true));
    letActFor(thing, issued.certificateArn());
    return new DeviceKeys(issued.certificatePem(), request.privateKeyPem());
  }

  private void letActFor(String thing, String certificateArn) {
    var policy = "only-" + thing;
    iot.attachThingPrincipal(r -> r.thingName(thing).principal(certificateArn));
    iot.createPolicy(r -> r.policyName(policy).policyDocument(POLICY.replace("THING", thing)));
    iot.attachPolicy(r -> r.policyName(policy).target(certificateArn));
  }

  private void createJob(String job, String target) {
    iot.createJob(r -> r.jobId(job).targets(target).document(DOCUMENT));
  }

  private String thingArn(String thing) {
    return iot.describeThing(r -> r.thingName(thing)).thingArn();
  }

  private void assertCompleted(String job, String thing) {
    var found =
        Await.answer(
            () -> iot.describeJob(r -> r.jobId(job)).job(),
            each -> each.statusAsString().equals("COMPLETED"));
    var details = found.jobProcessDetails();
    assertThat(details.numberOfSucceededThings()).isEqualTo(1);
    assertThat(
            List.of(
                details.numberOfQueuedThings(),
                details.numberOfInProgressThings(),
                details.numberOfFailedThings(),
                details.numberOfRejectedThings(),
                details.numberOfCanceledThings(),
                details.numberOfRemovedThings(),
                details.numberOfTimedOutThings()))
        .containsOnly(0);
    assertThat(found.completedAt()).isAfterOrEqualTo(found.createdAt());
    var execution = iot.describeJobExecution(r -> r.thingName(thing).jobId(job)).execution();
    assertThat(execution.status()).isEqualTo(JobExecutionStatus.SUCCEEDED);
    assertThat(execution.startedAt()).isBetween(execution.queuedAt(), execution.lastUpdatedAt());
  }
}
