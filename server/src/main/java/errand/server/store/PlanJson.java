package errand.server.store;

import errand.core.catalog.Destination;
import errand.core.fleet.GroupId;
import errand.core.fleet.ThingId;
import errand.core.job.Plan;
import errand.core.job.Selection;
import errand.core.job.Target;
import errand.core.name.GroupName;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.core.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Plan} as it is stored; the selection has a column of its own.
 *
 * @param since when each of the targets that came later was added; absent when none was
 */
record PlanJson(
    @Nullable String namespace,
    List<TargetJson> targets,
    @Nullable List<Long> since,
    @Nullable ScheduleJson schedule,
    @Nullable String documentSource,
    @Nullable String templateArn,
    @Nullable Map<String, String> parameters,
    @Nullable List<String> packageVersions,
    @Nullable List<String> settledVersions) {
  static PlanJson of(Plan plan) {
    return new PlanJson(
        plan.namespace().none() ? null : plan.namespace().text(),
        plan.targets().stream().map(TargetJson::of).toList(),
        plan.added().isEmpty() ? null : plan.added(),
        ScheduleJson.of(plan.schedule()),
        plan.source().url().orElse(null),
        plan.source().templateArn().orElse(null),
        plan.source().parameters().isEmpty() ? null : plan.source().parameters(),
        texts(plan.source().packageVersions()),
        texts(plan.source().settledVersions()));
  }

  private static @Nullable List<String> texts(List<Destination> destinations) {
    return destinations.isEmpty() ? null : destinations.stream().map(Destination::text).toList();
  }

  private static List<Destination> destinations(@Nullable List<String> texts) {
    return texts == null
        ? List.of()
        : texts.stream().map(text -> Destination.parse(text).orElseThrow()).toList();
  }

  Plan plan(Selection selection) {
    return new Plan(
        namespace == null ? Namespace.NONE : new Namespace(namespace),
        targets.stream().map(TargetJson::target).toList(),
        since == null ? List.of() : since,
        selection,
        schedule == null ? Schedule.NONE : schedule.schedule(),
        new Plan.Source(
            Optional.ofNullable(documentSource),
            Optional.ofNullable(templateArn),
            parameters == null ? Map.of() : parameters,
            destinations(packageVersions),
            destinations(settledVersions)));
  }

  /** One of the two names is there and says what it is. */
  record TargetJson(@Nullable String thing, @Nullable String group, UUID id) {
    static TargetJson of(Target target) {
      return switch (target) {
        case Target.OneThing(ThingName name, ThingId id) ->
            new TargetJson(name.text(), null, id.uuid());
        case Target.WholeGroup(GroupName name, GroupId id) ->
            new TargetJson(null, name.text(), id.uuid());
      };
    }

    Target target() {
      if (thing != null) {
        return new Target.OneThing(new ThingName(thing), new ThingId(id));
      }
      if (group != null) {
        return new Target.WholeGroup(new GroupName(group), new GroupId(id));
      }
      throw new IllegalStateException("a stored target is neither a thing nor a group: " + id);
    }
  }
}
