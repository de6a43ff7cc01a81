package errand.server.wire.device;

import errand.core.execution.Execution;
import errand.core.execution.Notice;
import errand.core.execution.Pending;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.server.wire.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * The data types of the device protocol: JobExecution, JobExecutionState, JobExecutionSummary.
 * Whole seconds, truncated; what is absent has no key. Source: device-protocol 2.2.
 */
final class Shapes {
  private Shapes() {}

  /** How a document is written: a JSON value over MQTT, a string holding the text over HTTPS. */
  enum DocumentForm {
    VALUE,
    TEXT
  }

  static ObjectNode execution(
      Execution execution, Optional<String> document, DocumentForm form, Instant now) {
    ObjectNode node = Json.object();
    node.put("jobId", execution.job().text());
    node.put("thingName", execution.thing().text());
    node.put("status", execution.status().name());
    details(node, execution.details());
    times(node, execution);
    node.put("versionNumber", execution.version());
    node.put("executionNumber", execution.key().number());
    execution
        .deadlines()
        .secondsLeft(now)
        .ifPresent(left -> node.put("approximateSecondsBeforeTimedOut", left));
    document.ifPresent(text -> document(node, text, form));
    return node;
  }

  static ObjectNode state(Execution execution) {
    ObjectNode node = Json.object();
    node.put("status", execution.status().name());
    details(node, execution.details());
    node.put("versionNumber", execution.version());
    return node;
  }

  /** {@code inProgressJobs} and {@code queuedJobs}, both always there. */
  static void pending(ObjectNode into, Pending pending) {
    into.set("inProgressJobs", summaries(pending.shown(), Status.IN_PROGRESS));
    into.set("queuedJobs", summaries(pending.shown(), Status.QUEUED));
  }

  /** The {@code jobs} of a list notification: a status without entries has no key. */
  static ObjectNode jobs(Notice notice) {
    ObjectNode jobs = Json.object();
    for (Status status : List.of(Status.IN_PROGRESS, Status.QUEUED)) {
      ArrayNode entries = summaries(notice.pending(), status);
      if (!entries.isEmpty()) {
        jobs.set(status.name(), entries);
      }
    }
    return jobs;
  }

  static void document(ObjectNode into, String text, DocumentForm form) {
    switch (form) {
      case VALUE -> into.putRawValue("jobDocument", new RawValue(text));
      case TEXT -> into.put("jobDocument", text);
    }
  }

  private static ArrayNode summaries(List<Execution> executions, Status status) {
    ArrayNode list = Json.object().arrayNode();
    for (Execution each : executions) {
      if (each.status() == status) {
        list.add(summary(each));
      }
    }
    return list;
  }

  private static ObjectNode summary(Execution execution) {
    ObjectNode node = Json.object();
    node.put("jobId", execution.job().text());
    times(node, execution);
    node.put("executionNumber", execution.key().number());
    node.put("versionNumber", execution.version());
    return node;
  }

  private static void times(ObjectNode node, Execution execution) {
    node.put("queuedAt", execution.origin().queuedAt().getEpochSecond());
    execution.times().startedAt().ifPresent(at -> node.put("startedAt", at.getEpochSecond()));
    node.put("lastUpdatedAt", execution.times().lastUpdatedAt().getEpochSecond());
  }

  private static void details(ObjectNode node, StatusDetails details) {
    if (!details.isEmpty()) {
      ObjectNode pairs = node.putObject("statusDetails");
      details.pairs().forEach(pairs::put);
    }
  }
}
