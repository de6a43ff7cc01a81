package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.AwsCli;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.conformance.support.Tools;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README tells a reader to type, and what they see when they mistype it. */
@ExtendWith(SharedServer.class)
final class AwsCliTest {
  private final RunningServer server;

  AwsCliTest(RunningServer server) {
    this.server = server;
  }

  @BeforeAll
  static void needsTheCommand() {
    Tools.need("aws");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void the_readmes_sequence_ends_with_a_completed_job(String scheme) {
    var aws =
        scheme.equals("http") ? AwsCli.overHttp(server.doors()) : AwsCli.overHttps(server.doors());
    var thing = server.freshName("pump");
    var job = server.freshName("hello");

    var arn = aws.ok("iot", "create-thing", "--thing-name", thing).json().path("thingArn");
    assertThat(arn.asString()).isEqualTo("arn:aws:iot:us-east-1:000000000000:thing/" + thing);
    var created =
        aws.ok(
            "iot",
            "create-job",
            "--job-id",
            job,
            "--document",
            "{\"op\":\"blink\"}",
            "--targets",
            arn.asString());
    assertThat(created.json().path("jobId").asString()).isEqualTo(job);
    server.awaitQueued(job, thing);
    assertThat(aws.ok("iot", "list-jobs").json().path("jobs").findValuesAsString("jobId"))
        .contains(job);

    var started =
        aws.ok("iot-jobs-data", "start-next-pending-job-execution", "--thing-name", thing)
            .json()
            .path("execution");
    assertThat(started.path("jobId").asString()).isEqualTo(job);
    assertThat(started.path("jobDocument").asString()).isEqualTo("{\"op\":\"blink\"}");
    assertThat(
            aws.ok("iot-jobs-data", "get-pending-job-executions", "--thing-name", thing)
                .json()
                .path("inProgressJobs")
                .findValuesAsString("jobId"))
        .containsExactly(job);
    aws.ok(
        "iot-jobs-data",
        "update-job-execution",
        "--thing-name",
        thing,
        "--job-id",
        job,
        "--status",
        "SUCCEEDED",
        "--status-details",
        "step=done");

    var described = aws.ok("iot", "describe-job", "--job-id", job).json().path("job");
    assertThat(described.path("status").asString()).isEqualTo("COMPLETED");
    assertThat(described.path("jobProcessDetails").path("numberOfSucceededThings").asInt())
        .isEqualTo(1);
    var next =
        aws.ok(
            "iot-jobs-data", "describe-job-execution", "--thing-name", thing, "--job-id", "$next");
    assertThat(next.out()).doesNotContain("execution");
  }

  @Test
  void a_device_works_off_several_jobs_and_is_told_what_is_wrong() {
    var aws = AwsCli.overHttps(server.doors());
    var thing = server.thing();
    var jobs = List.of(server.queuedJob(thing), server.queuedJob(thing));

    var started =
        device(aws, "start-next-pending-job-execution", thing, "--step-timeout-in-minutes", "5");
    assertThat(started.json().path("execution").path("jobId").asString())
        .isEqualTo(jobs.getFirst());
    assertError(
        report(aws, thing, jobs.getFirst(), "DONE"),
        "(InvalidRequestException) when calling the UpdateJobExecution operation");
    assertError(
        report(aws, thing, "none", "FAILED"),
        "(ResourceNotFoundException) when calling the UpdateJobExecution operation");
    assertThat(report(aws, thing, jobs.getFirst(), "SUCCEEDED").exit()).isZero();
    assertThat(report(aws, thing, jobs.getLast(), "REJECTED").exit()).isZero();

    var pending = device(aws, "get-pending-job-executions", thing).json();
    assertThat(pending.path("queuedJobs")).isEmpty();
    assertThat(pending.path("inProgressJobs")).isEmpty();
    var counts = server.operator().describeJob(jobs.getLast()).path("jobProcessDetails");
    assertThat(counts.path("numberOfRejectedThings").asInt()).isEqualTo(1);
  }

  private static AwsCli.Result report(AwsCli aws, String thing, String job, String status) {
    return device(aws, "update-job-execution", thing, "--job-id", job, "--status", status);
  }

  private static AwsCli.Result device(AwsCli aws, String operation, String thing, String... more) {
    var words = new ArrayList<>(List.of("iot-jobs-data", operation, "--thing-name", thing));
    words.addAll(List.of(more));
    return aws.run(words.toArray(String[]::new));
  }

  @Test
  void errors_have_the_names_that_the_command_line_prints() {
    var aws = AwsCli.overHttp(server.doors());
    var thing = server.thing();
    var job = server.queuedJob(thing);

    assertError(
        aws.run("iot", "describe-job", "--job-id", "none"),
        "(ResourceNotFoundException) when calling the DescribeJob operation");
    assertError(
        aws.run(
            "iot",
            "create-job",
            "--job-id",
            job,
            "--document",
            "{}",
            "--targets",
            "arn:aws:iot:us-east-1:000000000000:thing/" + thing),
        "(ResourceAlreadyExistsException) when calling the CreateJob operation");
    assertError(
        aws.run("iot", "describe-job", "--job-id", "not.an.id"),
        "(InvalidRequestException) when calling the DescribeJob operation: "
            + "1 validation error detected: Value 'not.an.id' at 'jobId'");
    assertError(
        aws.run(
            "iot-jobs-data",
            "update-job-execution",
            "--thing-name",
            thing,
            "--job-id",
            job,
            "--status",
            "SUCCEEDED",
            "--expected-version",
            "9"),
        "(InvalidStateTransitionException) when calling the UpdateJobExecution operation: "
            + "Expected version 9 but found version 1.");
    aws.ok("iot", "cancel-job", "--job-id", job, "--force");
    assertError(
        aws.run("iot-jobs-data", "describe-job-execution", "--thing-name", thing, "--job-id", job),
        "(TerminalStateException) when calling the DescribeJobExecution operation");
  }

  private static void assertError(AwsCli.Result result, String text) {
    assertThat(result.exit()).as(result.toString()).isNotZero();
    assertThat(result.err()).contains(text);
  }
}
