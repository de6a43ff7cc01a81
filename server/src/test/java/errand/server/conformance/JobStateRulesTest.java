package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.RunningServer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What may be asked of jobs and executions in which state. Source: control-plane 2.7. */
final class JobStateRulesTest extends BadOperator {
  JobStateRulesTest(RunningServer server) {
    super(server);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SCHEDULED   | PATCH  |               | 200",
        "IN_PROGRESS | PATCH  |               | 200",
        "CANCELED    | PATCH  |               | 400 InvalidRequestException",
        "COMPLETED   | PATCH  |               | 400 InvalidRequestException",
        "SCHEDULED   | PUT    | /cancel       | 200",
        "IN_PROGRESS | PUT    | /cancel       | 200",
        "CANCELED    | PUT    | /cancel       | 400 InvalidRequestException",
        "COMPLETED   | PUT    | /cancel       | 400 InvalidRequestException",
        "SCHEDULED   | DELETE |               | 409 InvalidStateTransitionException",
        "IN_PROGRESS | DELETE |               | 409 InvalidStateTransitionException",
        "CANCELED    | DELETE |               | 200",
        "COMPLETED   | DELETE |               | 200",
        "SCHEDULED   | DELETE | ?force=true   | 200",
        "IN_PROGRESS | DELETE | ?force=true   | 200",
        "SCHEDULED   | POST   | /targets      | 400 InvalidRequestException",
        "IN_PROGRESS | POST   | /targets      | 400 InvalidRequestException",
        "COMPLETED   | POST   | /targets      | 400 InvalidRequestException",
        "SCHEDULED   | GET    | /job-document | 200",
        "CANCELED    | GET    | /job-document | 200",
        "COMPLETED   | GET    | /job-document | 200",
      })
  void a_snapshot_job(String status, String method, @Nullable String behind, String answer) {
    var job = jobIn(status);
    var body =
        switch (method) {
          case "PATCH" -> "{\"description\":\"d\"}";
          case "POST" -> "{\"targets\":[\"" + group() + "\"]}";
          default -> "";
        };

    var path = "/jobs/" + job + (behind == null ? "" : behind);

    assertThat(answer(method, path, body)).isEqualTo(answer);
  }

  private String group() {
    var name = server.freshName("group");
    return operator
        .call("POST", "/thing-groups/" + name, "{}")
        .json()
        .path("thingGroupArn")
        .asString();
  }

  private String jobIn(String status) {
    var job = server.freshName("job");
    if (status.equals("SCHEDULED")) {
      var body = jobBody();
      var start = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.DAYS);
      body.putObject("schedulingConfig").put("startTime", start.toString());
      assertThat(answer("PUT", "/jobs/" + job, body.toString())).isEqualTo("200");
      return job;
    }
    operator.createJob(job, "{}", thing);
    server.awaitQueued(job, thing);
    if (status.equals("CANCELED")) {
      operator.cancelJob(job);
    } else if (status.equals("COMPLETED")) {
      report(job, "SUCCEEDED");
    }
    return job;
  }

  private void report(String job, String status) {
    var body = JsonMapper.shared().createObjectNode().put("status", status);
    var reply = operator.device("POST", "/things/" + thing + "/jobs/" + job, body.toString());
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
  }

  private String answer(String method, String path, String body) {
    var reply = operator.call(method, path, body);
    return (reply.status() + " " + reply.errorType()).strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "QUEUED      | PUT    | /cancel                       | {}                        | 200",
        "QUEUED      | PUT    | /cancel                       | {\"expectedVersion\":1}   | 200",
        "QUEUED      | PUT    | /cancel                       | {\"expectedVersion\":999} | 409"
            + " VersionConflictException",
        "IN_PROGRESS | PUT    | /cancel                       | {}                        | 409"
            + " InvalidStateTransitionException",
        "IN_PROGRESS | PUT    | /cancel?force=true            | {}                        | 200",
        "IN_PROGRESS | PUT    | /cancel?force=true            | {\"expectedVersion\":1}   | 409"
            + " VersionConflictException",
        "SUCCEEDED   | PUT    | /cancel?force=true            | {}                        | 409"
            + " InvalidStateTransitionException",
        "QUEUED      | DELETE | /executionNumber/1            | {}                        | 200",
        "IN_PROGRESS | DELETE | /executionNumber/1            | {}                        | 409"
            + " InvalidStateTransitionException",
        "IN_PROGRESS | DELETE | /executionNumber/1?force=true | {}                        | 200",
        "SUCCEEDED   | DELETE | /executionNumber/1            | {}                        | 200",
        "SUCCEEDED   | DELETE | /executionNumber/2            | {}                        | 404"
            + " ResourceNotFoundException",
      })
  void an_execution(String status, String method, String behind, String body, String answer) {
    var job = jobIn("IN_PROGRESS");
    if (!status.equals("QUEUED")) {
      report(job, status);
    }

    var path = "/things/" + thing + "/jobs/" + job + behind;

    assertThat(answer(method, path, body)).isEqualTo(answer);
  }
}
