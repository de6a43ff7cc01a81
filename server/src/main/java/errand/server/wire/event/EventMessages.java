package errand.server.wire.event;

import errand.core.app.EventRows.Numbered;
import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.job.Event;
import errand.core.job.Event.JobOperation;
import errand.core.job.JobStatus;
import errand.core.job.Life;
import errand.core.job.Target;
import errand.server.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events of jobs, executions and the registry. An event keeps its id however often it is sent, so
 * that a reader can tell a repetition. Source: control-plane 8.
 */
public final class EventMessages {
  private final String account;
  private final String arnPrefix;
  private final FleetShapes fleet;

  /** Things are named by ARNs of this region and account. */
  public EventMessages(String region, String account) {
    this.account = account;
    this.arnPrefix = "arn:aws:iot:" + region + ":" + account + ":";
    this.fleet = new FleetShapes(account, arnPrefix);
  }

  /** A message to be sent. */
  @SuppressWarnings("ArrayRecordComponent") // payloads are short-lived and never compared
  public record Message(String id, String topic, byte[] payload) {}

  public Message message(Numbered numbered) {
    String id = id(numbered);
    return switch (numbered.event()) {
      case Event.OfJob event -> ofJob(event, id);
      case Event.OfExecution event -> ofExecution(event, id);
      case Event.OfFleet event ->
          new Message(id, fleet.topic(event.what()), Json.bytes(fleet.payload(id, event)));
    };
  }

  // Made from what the event is, not at random: the same after a crash. With the account, since a
  // webhook gets those of all accounts.
  private String id(Numbered numbered) {
    Event event = numbered.event();
    String text =
        account + "/" + numbered.number() + "/" + event.subject() + "/" + event.at().toEpochMilli();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Message ofJob(Event.OfJob event, String id) {
    String operation = event.operation().name().toLowerCase(Locale.ROOT);
    ObjectNode node = opened("JOB", id, event, operation);
    node.put("status", status(event.operation()));
    node.put("targetSelection", event.selection().name());
    ArrayNode targets = node.putArray("targets");
    event.targets().forEach(target -> targets.add(arn(target)));
    event.description().ifPresent(text -> node.put("description", text));
    life(node, event.life());
    ObjectNode counts = node.putObject("jobProcessDetails");
    counts.put("numberOfCanceledThings", count(event, Status.CANCELED));
    counts.put("numberOfRejectedThings", count(event, Status.REJECTED));
    counts.put("numberOfFailedThings", count(event, Status.FAILED));
    counts.put("numberOfRemovedThings", count(event, Status.REMOVED));
    counts.put("numberOfSucceededThings", count(event, Status.SUCCEEDED));
    counts.put("numberOfTimedOutThings", count(event, Status.TIMED_OUT));
    return message(id, "job", event, operation, node);
  }

  private static String status(JobOperation operation) {
    return switch (operation) {
      case COMPLETED -> JobStatus.COMPLETED.name();
      case CANCELED -> JobStatus.CANCELED.name();
      case CANCELLATION_IN_PROGRESS, DELETION_IN_PROGRESS, DELETED -> operation.name();
    };
  }

  // These times are in milliseconds, unlike the event's own (control-plane 8.1).
  private static void life(ObjectNode node, Life life) {
    node.put("createdAt", life.createdAt().toEpochMilli());
    node.put("lastUpdatedAt", life.lastUpdatedAt().toEpochMilli());
    life.completedAt().ifPresent(at -> node.put("completedAt", at.toEpochMilli()));
    life.reasonCode().ifPresent(text -> node.put("reasonCode", text));
    life.comment().ifPresent(text -> node.put("comment", text));
    node.put("forceCanceled", life.flags().forceCanceled());
  }

  private static long count(Event.OfJob event, Status status) {
    return event.counts().getOrDefault(status, 0L);
  }

  private Message ofExecution(Event.OfExecution event, String id) {
    Execution execution = event.execution();
    String operation =
        event.deleted() ? "deleted" : execution.status().name().toLowerCase(Locale.ROOT);
    ObjectNode node = opened("JOB_EXECUTION", id, event, operation);
    node.put("thingArn", arnPrefix + "thing/" + execution.thing());
    node.put("status", execution.status().name());
    ObjectNode details = node.putObject("statusDetails");
    execution.details().pairs().forEach(details::put);
    node.put("executionNumber", execution.key().number());
    node.put("versionNumber", execution.version());
    return message(id, "jobExecution", event, operation, node);
  }

  private static ObjectNode opened(String type, String id, Event event, String operation) {
    return Json.object()
        .put("eventType", type)
        .put("eventId", id)
        .put("timestamp", event.at().getEpochSecond())
        .put("operation", operation)
        .put("jobId", event.subject());
  }

  private static Message message(
      String id, String family, Event event, String operation, ObjectNode node) {
    String topic = "$aws/events/" + family + "/" + event.subject() + "/" + operation;
    return new Message(id, topic, Json.bytes(node));
  }

  private String arn(Target target) {
    return switch (target) {
      case Target.OneThing(var name, var id) -> arnPrefix + "thing/" + name;
      case Target.WholeGroup(var name, var id) -> arnPrefix + "thinggroup/" + name;
    };
  }
}
