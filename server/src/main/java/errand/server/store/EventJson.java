package errand.server.store;

import errand.core.execution.Status;
import errand.core.job.Event;
import errand.core.job.Flags;
import errand.core.job.JobStatus;
import errand.core.job.Life;
import errand.core.job.Selection;
import errand.core.name.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An {@link Event} as it is stored: one of the three parts is there and says which kind it is. */
record EventJson(
    long atMillis,
    @Nullable JobJson job,
    @Nullable ExecutionJson execution,
    boolean deleted,
    @Nullable FleetEventJson fleet) {
  static EventJson of(Event event) {
    long at = event.at().toEpochMilli();
    return switch (event) {
      case Event.OfJob ofJob -> new EventJson(at, JobJson.of(ofJob), null, false, null);
      case Event.OfExecution ofExecution ->
          new EventJson(
              at, null, ExecutionJson.of(ofExecution.execution()), ofExecution.deleted(), null);
      case Event.OfFleet ofFleet ->
          new EventJson(at, null, null, false, FleetEventJson.of(ofFleet.what()));
    };
  }

  Event event() {
    Instant at = Instant.ofEpochMilli(atMillis);
    if (job != null) {
      return job.event(at);
    }
    if (execution != null) {
      return new Event.OfExecution(execution.execution(), deleted, at);
    }
    if (fleet != null) {
      return new Event.OfFleet(fleet.event(), at);
    }
    throw new IllegalStateException("a stored event is of no known kind");
  }

  record JobJson(
      Event.JobOperation operation,
      String id,
      Selection selection,
      List<PlanJson.TargetJson> targets,
      @Nullable String description,
      LifeJson life,
      Map<Status, Long> counts) {
    static JobJson of(Event.OfJob event) {
      return new JobJson(
          event.operation(),
          event.job().text(),
          event.selection(),
          event.targets().stream().map(PlanJson.TargetJson::of).toList(),
          event.description().orElse(null),
          LifeJson.of(event.life()),
          event.counts());
    }

    Event.OfJob event(Instant at) {
      return new Event.OfJob(
          operation,
          new JobId(id),
          selection,
          targets.stream().map(PlanJson.TargetJson::target).toList(),
          Optional.ofNullable(description),
          life.life(),
          counts,
          at);
    }
  }

  record LifeJson(
      JobStatus status,
      long createdMillis,
      long order,
      long updatedMillis,
      @Nullable Long completedMillis,
      @Nullable String reason,
      @Nullable String comment,
      Flags flags) {
    static LifeJson of(Life life) {
      return new LifeJson(
          life.status(),
          life.createdAt().toEpochMilli(),
          life.order(),
          life.lastUpdatedAt().toEpochMilli(),
          life.completedAt().map(Instant::toEpochMilli).orElse(null),
          life.reasonCode().orElse(null),
          life.comment().orElse(null),
          life.flags());
    }

    Life life() {
      return new Life(
          status,
          Instant.ofEpochMilli(createdMillis),
          order,
          Instant.ofEpochMilli(updatedMillis),
          Optional.ofNullable(completedMillis).map(Instant::ofEpochMilli),
          Optional.ofNullable(reason),
          Optional.ofNullable(comment),
          flags);
    }
  }
}
