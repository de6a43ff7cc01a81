package errand.server.wire.device;

import errand.core.execution.Execution;
import errand.core.execution.Notice;
import errand.core.execution.Pending;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

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

  /** What differs in an execution from one transport, or one server, to another. */
  record Spelling(DocumentForm document, boolean thingName) {
    static final Spelling HTTPS = new Spelling(DocumentForm.TEXT, true);

    static Spelling mqtt(Set<Quirk> quirks) {
      return new Spelling(DocumentForm.VALUE, !quirks.contains(Quirk.NO_THING_NAME));
    }
  }

  static void execution(
      JsonGenerator out,
      Execution execution,
      Optional<String> document,
      Spelling spelling,
      Instant now) {
    out.writeObjectPropertyStart("execution");
    out.writeStringProperty("jobId", execution.job().text());
    if (spelling.thingName()) {
      out.writeStringProperty("thingName", execution.thing().text());
    }
    out.writeStringProperty("status", execution.status().name());
    details(out, execution.details());
    times(out, execution);
    out.writeNumberProperty("versionNumber", execution.version());
    out.writeNumberProperty("executionNumber", execution.key().number());
    execution
        .deadlines()
        .secondsLeft(now)
        .ifPresent(left -> out.writeNumberProperty("approximateSecondsBeforeTimedOut", left));
    document.ifPresent(text -> document(out, text, spelling));
    out.writeEndObject();
  }

  static void state(JsonGenerator out, Execution execution) {
    out.writeObjectPropertyStart("executionState");
    out.writeStringProperty("status", execution.status().name());
    details(out, execution.details());
    out.writeNumberProperty("versionNumber", execution.version());
    out.writeEndObject();
  }

  /** {@code inProgressJobs} and {@code queuedJobs}, both always there. */
  static void pending(JsonGenerator out, Pending pending) {
    summaries(out, "inProgressJobs", pending.shown(), Status.IN_PROGRESS);
    summaries(out, "queuedJobs", pending.shown(), Status.QUEUED);
  }

  /** The {@code jobs} of a list notification: a status without entries has no key. */
  static void jobs(JsonGenerator out, Notice notice) {
    out.writeObjectPropertyStart("jobs");
    for (Status status : List.of(Status.IN_PROGRESS, Status.QUEUED)) {
      if (notice.pending().stream().anyMatch(each -> each.status() == status)) {
        summaries(out, status.name(), notice.pending(), status);
      }
    }
    out.writeEndObject();
  }

  static void document(JsonGenerator out, String text, Spelling spelling) {
    out.writeName("jobDocument");
    switch (spelling.document()) {
      case VALUE -> out.writeRawValue(text);
      case TEXT -> out.writeString(text);
    }
  }

  private static void summaries(
      JsonGenerator out, String name, List<Execution> executions, Status status) {
    out.writeArrayPropertyStart(name);
    for (Execution each : executions) {
      if (each.status() == status) {
        summary(out, each);
      }
    }
    out.writeEndArray();
  }

  private static void summary(JsonGenerator out, Execution execution) {
    out.writeStartObject();
    out.writeStringProperty("jobId", execution.job().text());
    times(out, execution);
    out.writeNumberProperty("executionNumber", execution.key().number());
    out.writeNumberProperty("versionNumber", execution.version());
    out.writeEndObject();
  }

  private static void times(JsonGenerator out, Execution execution) {
    out.writeNumberProperty("queuedAt", execution.origin().queuedAt().getEpochSecond());
    execution
        .times()
        .startedAt()
        .ifPresent(at -> out.writeNumberProperty("startedAt", at.getEpochSecond()));
    out.writeNumberProperty("lastUpdatedAt", execution.times().lastUpdatedAt().getEpochSecond());
  }

  private static void details(JsonGenerator out, StatusDetails details) {
    if (!details.isEmpty()) {
      out.writeObjectPropertyStart("statusDetails");
      details.pairs().forEach(out::writeStringProperty);
      out.writeEndObject();
    }
  }
}
