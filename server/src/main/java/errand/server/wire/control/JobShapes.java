package errand.server.wire.control;

import errand.core.app.ExecutionsControl.Seen;
import errand.core.app.JobsControl.Described;
import errand.core.catalog.Destination;
import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.job.AbortRule;
import errand.core.job.Counts;
import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.job.Plan;
import errand.core.job.RetryRule;
import errand.core.job.Target;
import errand.core.job.Terms;
import errand.core.rollout.Rate;
import errand.core.schedule.Schedule;
import errand.core.schedule.Window;
import errand.server.wire.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Jobs and executions as operators see them. Source: control-plane 2.4 and 2.5. */
final class JobShapes {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private JobShapes() {}

  static ObjectNode names(Arns arns, Job job) {
    ObjectNode node = Json.object().put("jobArn", arns.job(job.id())).put("jobId", job.id().text());
    job.terms().description().ifPresent(text -> node.put("description", text));
    return node;
  }

  /** The destinations as they were asked for, or as they are. */
  static ObjectNode job(Arns arns, Described described, boolean beforeSubstitution) {
    Job job = described.job();
    ObjectNode node = names(arns, job);
    node.put("targetSelection", job.plan().selection().name());
    node.put("status", job.status().name());
    node.put("forceCanceled", job.life().flags().forceCanceled());
    job.life().reasonCode().ifPresent(text -> node.put("reasonCode", text));
    job.life().comment().ifPresent(text -> node.put("comment", text));
    ArrayNode targets = node.putArray("targets");
    job.plan().targets().forEach(target -> targets.add(arn(arns, target)));
    times(node, job);
    node.set("jobProcessDetails", processDetails(arns, job, described.counts()));
    terms(node, job.terms());
    schedule(node, job, described.now());
    source(arns, node, job, beforeSubstitution);
    if (!job.plan().namespace().none()) {
      node.put("namespaceId", job.plan().namespace().text());
    }
    node.put("isConcurrent", job.concurrent());
    node.put("paused", job.life().flags().paused());
    described.waiting().ifPresent(waiting -> node.set("waitingFor", WaitingShape.of(waiting)));
    return node;
  }

  static ObjectNode summary(Arns arns, Job job) {
    ObjectNode node = Json.object().put("jobArn", arns.job(job.id())).put("jobId", job.id().text());
    node.put("targetSelection", job.plan().selection().name());
    node.put("status", job.status().name());
    times(node, job);
    return node.put("isConcurrent", job.concurrent());
  }

  /** Ours: a line of a list with what people want to see at a glance. */
  static ObjectNode progress(Arns arns, Described described) {
    Job job = described.job();
    ObjectNode node = summary(arns, job);
    job.terms().description().ifPresent(text -> node.put("description", text));
    node.put("paused", job.life().flags().paused());
    things(node, described.counts());
    described.waiting().ifPresent(waiting -> node.set("waitingFor", WaitingShape.of(waiting)));
    return node;
  }

  static ObjectNode execution(Arns arns, Seen seen) {
    Execution execution = seen.execution();
    ObjectNode node = Json.object();
    node.put("jobId", execution.job().text());
    node.put("status", execution.status().name());
    node.put("forceCanceled", execution.forced());
    ObjectNode details = node.putObject("statusDetails").putObject("detailsMap");
    execution.details().pairs().forEach(details::put);
    node.put("thingArn", arns.thing(execution.thing()));
    times(node, execution);
    node.put("executionNumber", execution.key().number());
    node.put("versionNumber", execution.version());
    execution
        .deadlines()
        .secondsLeft(seen.now())
        .ifPresent(left -> node.put("approximateSecondsBeforeTimedOut", left));
    seen.waiting().ifPresent(waiting -> node.set("waitingFor", WaitingShape.of(waiting)));
    return node;
  }

  static ObjectNode executionSummary(Execution execution) {
    ObjectNode node = Json.object().put("status", execution.status().name());
    times(node, execution);
    node.put("executionNumber", execution.key().number());
    return node.put("retryAttempt", execution.origin().attempt());
  }

  private static String arn(Arns arns, Target target) {
    return switch (target) {
      case Target.OneThing(var name, var id) -> arns.thing(name);
      case Target.WholeGroup(var name, var id) -> arns.group(name);
    };
  }

  private static void times(ObjectNode node, Job job) {
    node.put("createdAt", Replies.seconds(job.life().createdAt()));
    node.put("lastUpdatedAt", Replies.seconds(job.life().lastUpdatedAt()));
    job.life().completedAt().ifPresent(at -> node.put("completedAt", Replies.seconds(at)));
  }

  private static void times(ObjectNode node, Execution execution) {
    node.put("queuedAt", Replies.seconds(execution.origin().queuedAt()));
    execution.times().startedAt().ifPresent(at -> node.put("startedAt", Replies.seconds(at)));
    node.put("lastUpdatedAt", Replies.seconds(execution.times().lastUpdatedAt()));
  }

  private static ObjectNode processDetails(Arns arns, Job job, Counts counts) {
    ObjectNode node = Json.object();
    if (job.rollingOut()) {
      ArrayNode processing = node.putArray("processingTargets");
      List<Target> targets = job.plan().targets();
      targets
          .subList(Math.min(job.progress().target(), targets.size()), targets.size())
          .forEach(target -> processing.add(arn(arns, target)));
    }
    node.put("numberOfCanceledThings", counts.of(Status.CANCELED));
    node.put("numberOfSucceededThings", counts.of(Status.SUCCEEDED));
    node.put("numberOfFailedThings", counts.of(Status.FAILED));
    node.put("numberOfRejectedThings", counts.of(Status.REJECTED));
    node.put("numberOfQueuedThings", counts.of(Status.QUEUED));
    node.put("numberOfInProgressThings", counts.of(Status.IN_PROGRESS));
    node.put("numberOfRemovedThings", counts.of(Status.REMOVED));
    node.put("numberOfTimedOutThings", counts.of(Status.TIMED_OUT));
    things(node, counts);
    return node;
  }

  // Ours, beside what AWS counts: things by their newest execution, so that no retry counts twice.
  private static void things(ObjectNode node, Counts counts) {
    ObjectNode things = node.putObject("thingsByStatus");
    for (Status status : Status.values()) {
      things.put(status.name(), counts.things(status));
    }
  }

  static void terms(ObjectNode node, Terms terms) {
    terms.rate().ifPresent(rate -> node.set("jobExecutionsRolloutConfig", rate(rate)));
    if (!terms.abort().isEmpty()) {
      ArrayNode list = node.putObject("abortConfig").putArray("criteriaList");
      terms.abort().forEach(rule -> list.add(abort(rule)));
    }
    ObjectNode timeout = node.putObject("timeoutConfig");
    terms
        .inProgressTimeout()
        .ifPresent(limit -> timeout.put("inProgressTimeoutInMinutes", limit.toMinutes()));
    if (!terms.retries().isEmpty()) {
      ArrayNode list = node.putObject("jobExecutionsRetryConfig").putArray("criteriaList");
      terms.retries().forEach(rule -> list.add(retry(rule)));
    }
    ObjectNode presigned = node.putObject("presignedUrlConfig");
    terms
        .presignedUrls()
        .ifPresent(
            urls -> {
              urls.roleArn().ifPresent(arn -> presigned.put("roleArn", arn));
              presigned.put("expiresInSec", urls.expiresSeconds().orElse(3600L));
            });
  }

  private static void schedule(ObjectNode node, Job job, Instant now) {
    Schedule schedule = job.plan().schedule();
    ObjectNode config = node.putObject("schedulingConfig");
    schedule.start().ifPresent(moment -> config.put("startTime", moment.text()));
    schedule.end().ifPresent(moment -> config.put("endTime", moment.text()));
    schedule.endBehavior().ifPresent(behavior -> config.put("endBehavior", behavior.name()));
    if (!schedule.windows().isEmpty()) {
      config.set("maintenanceWindows", windows(schedule.windows()));
    }
    boolean more = job.takesJoiners() || job.status() == JobStatus.SCHEDULED;
    if (more && !schedule.none()) {
      ArrayNode rollouts = node.putArray("scheduledJobRollouts");
      schedule
          .openings(now)
          .forEach(at -> rollouts.addObject().put("startTime", MINUTE.format(at)));
    }
  }

  static ArrayNode windows(List<Window> windows) {
    ArrayNode list = Json.object().arrayNode();
    for (Window window : windows) {
      list.addObject()
          .put("startTime", window.cron().text())
          .put("durationInMinutes", window.length().toMinutes());
    }
    return list;
  }

  private static void source(Arns arns, ObjectNode node, Job job, boolean before) {
    Plan.Source source = job.plan().source();
    source.templateArn().ifPresent(arn -> node.put("jobTemplateArn", arn));
    if (!source.parameters().isEmpty()) {
      ObjectNode parameters = node.putObject("documentParameters");
      source.parameters().forEach(parameters::put);
    }
    destinations(arns, node, before ? source.packageVersions() : source.settledVersions());
  }

  static void destinations(Arns arns, ObjectNode node, List<Destination> destinations) {
    if (!destinations.isEmpty()) {
      ArrayNode versions = node.putArray("destinationPackageVersions");
      destinations.forEach(each -> versions.add(arns.destination(each)));
    }
  }

  private static ObjectNode rate(Rate rate) {
    ObjectNode node = Json.object().put("maximumPerMinute", rate.perMinuteMax());
    rate.ramp()
        .ifPresent(
            ramp -> {
              ObjectNode exponential = node.putObject("exponentialRate");
              exponential.put("baseRatePerMinute", ramp.basePerMinute());
              exponential.put("incrementFactor", BigDecimal.valueOf(ramp.factorTenths(), 1));
              exponential.putObject("rateIncreaseCriteria").put(criterion(ramp), ramp.every());
            });
    return node;
  }

  private static String criterion(Rate.Ramp ramp) {
    return switch (ramp.by()) {
      case NOTIFIED -> "numberOfNotifiedThings";
      case SUCCEEDED -> "numberOfSucceededThings";
    };
  }

  private static ObjectNode abort(AbortRule rule) {
    return Json.object()
        .put("failureType", rule.failure().name())
        .put("action", "CANCEL")
        .put("thresholdPercentage", percentage(rule.thresholdHundredths()))
        .put("minNumberOfExecutedThings", rule.executedMin());
  }

  // One decimal at least: the service writes 2.0, and typed clients read a double.
  private static BigDecimal percentage(int hundredths) {
    BigDecimal exact = BigDecimal.valueOf(hundredths, 2);
    return hundredths % 10 == 0 ? exact.setScale(1) : exact;
  }

  private static ObjectNode retry(RetryRule rule) {
    return Json.object()
        .put("failureType", rule.failure().name())
        .put("numberOfRetries", rule.retries());
  }
}
