package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.AwsCli;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.conformance.support.Tools;
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
