package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.Operator;
import errand.server.conformance.support.ServerProcess;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Every timer fires on time and once, though the server is killed and started again between any two
 * of them: each start is another process with the time it says.
 */
final class TimersAfterCrashTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void what_became_due_while_the_server_was_dead_is_done_once_and_the_rest_at_its_time() {
    at(
        "12:00:00",
        operator -> {
          job(
              operator,
              "slow",
              "\"timeoutConfig\":{\"inProgressTimeoutInMinutes\":5},"
                  + "\"jobExecutionsRetryConfig\":{\"criteriaList\":[{\"failureType\":\"TIMED_OUT\",\"numberOfRetries\":1}]}");
          job(operator, "step", "\"timeoutConfig\":{\"inProgressTimeoutInMinutes\":60}");
          start(operator, "slow", "{}");
          start(operator, "step", "{\"stepTimeoutInMinutes\":3}");
          job(operator, "late", "\"schedulingConfig\":{\"startTime\":\"2026-03-01T12:30\"}");
          job(
              operator,
              "ends",
              "\"schedulingConfig\":{\"endTime\":\"2026-03-01T12:40\",\"endBehavior\":\"CANCEL\"}");
          job(
              operator,
              "night",
              "\"targetSelection\":\"CONTINUOUS\",\"schedulingConfig\":{\"maintenanceWindows\":"
                  + "[{\"startTime\":\"cron(50 12 * * ? *)\",\"durationInMinutes\":10}]}");
          await(operator, "ends", "QUEUED 1");
        });

    at(
        "12:04:59",
        operator -> {
          await(operator, "step", "TIMED_OUT 1");
          assertThat(executions(operator, "slow")).isEqualTo("IN_PROGRESS 1");
        });
    at("12:05:00", operator -> await(operator, "slow", "QUEUED 2, TIMED_OUT 1"));
    at(
        "12:30:00",
        operator -> {
          await(operator, "late", "QUEUED 1");
          assertThat(executions(operator, "slow")).isEqualTo("QUEUED 2, TIMED_OUT 1");
          assertThat(executions(operator, "step")).isEqualTo("TIMED_OUT 1");
          assertThat(executions(operator, "ends")).isEqualTo("QUEUED 1");
          assertThat(status(operator, "night")).isEqualTo("SCHEDULED");
        });
    at(
        "12:50:00",
        operator -> {
          await(operator, "ends", "CANCELED 1");
          await(operator, "night", "QUEUED 1");
          assertThat(status(operator, "night")).isEqualTo("IN_PROGRESS");
        });
    at(
        "13:00:00",
        operator -> {
          Await.answer(() -> status(operator, "night"), "SCHEDULED"::equals);
          assertThat(executions(operator, "night")).isEqualTo("QUEUED 1");
          Await.answer(() -> status(operator, "ends"), "COMPLETED"::equals);
          assertThat(executions(operator, "ends")).isEqualTo("CANCELED 1");
          assertThat(executions(operator, "slow")).isEqualTo("QUEUED 2, TIMED_OUT 1");
        });
  }

  /** A server at that time of the day, killed after the deed. */
  private void at(String time, Consumer<Operator> deed) {
    var clock = "--clock=manual@2026-03-01T" + time + "Z";
    try (var server = ServerProcess.start(folder.resolve("data"), clock)) {
      deed.accept(server.operator());
    }
  }

  /** A job for a thing of its own. */
  private static void job(Operator operator, String job, String more) {
    operator.createThing("thing-" + job);
    operator.createJobWith("{" + more + "}", job, "{}", "thing-" + job);
  }

  private static void start(Operator operator, String job, String body) {
    await(operator, job, "QUEUED 1");
    var started = operator.device("PUT", "/things/thing-" + job + "/jobs/$next", body);
    assertThat(started.status()).isEqualTo(200);
  }

  private static void await(Operator operator, String job, String executions) {
    Await.answer(() -> executions(operator, job), executions::equals);
  }

  /** The executions of a job's thing, newest first, such as {@code QUEUED 2, TIMED_OUT 1}. */
  private static String executions(Operator operator, String job) {
    var list = operator.call("GET", "/things/thing-" + job + "/jobs?jobId=" + job, "").json();
    var text = new StringBuilder();
    for (JsonNode each : list.path("executionSummaries")) {
      var summary = each.path("jobExecutionSummary");
      text.append(text.isEmpty() ? "" : ", ")
          .append(summary.path("status").asString())
          .append(' ')
          .append(summary.path("executionNumber").asInt());
    }
    return text.toString();
  }

  private static String status(Operator operator, String job) {
    return operator.describeJob(job).path("status").asString();
  }
}
