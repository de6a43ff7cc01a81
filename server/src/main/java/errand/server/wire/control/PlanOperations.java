package errand.server.wire.control;

import errand.core.app.DocumentSource;
import errand.core.app.DryRun;
import errand.core.app.DryRun.Planned;
import errand.core.app.Templates;
import errand.core.name.ThingName;
import errand.core.rollout.Forecast;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * PlanJob, an extension: the body of CreateJob to what it would do, without creating anything. Each
 * minute names the first and the last thing placed in it; the walk is in a fixed order, so whoever
 * is between them is placed then. A thing given as {@code thingName} is told its own minute.
 */
final class PlanOperations {
  private final DryRun dryRun;
  private final Templates templates;
  private final DocumentSource sources;
  private final InstantSource clock;

  PlanOperations(DryRun dryRun, Templates templates, DocumentSource sources, InstantSource clock) {
    this.dryRun = dryRun;
    this.templates = templates;
    this.sources = sources;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(Route.of("PUT", "/_errand/jobs/{jobId}/plan", "PlanJob", this::plan));
  }

  private RestReply plan(Request request) {
    Optional<ThingName> thing =
        request
            .parameter("thingName", Rule.length(1, ThingName.CHARS_MAX), Rule.THING_NAME)
            .flatMap(ThingName::parse);
    return new JobReader(request, templates, sources, clock.instant())
        .read(wanted -> Replies.of(dryRun.plan(wanted), plan -> RestReply.ok(shape(plan, thing))));
  }

  private static ObjectNode shape(Planned plan, Optional<ThingName> thing) {
    ObjectNode node = Json.object();
    node.put("numberOfThings", plan.things().size());
    node.put("complete", plan.forecast().complete());
    plan.lastPlacedAt().ifPresent(at -> node.put("lastPlacedAt", Replies.seconds(at)));
    plan.overBy().ifPresent(at -> node.put("overBy", Replies.seconds(at)));
    ArrayNode minutes = node.putArray("minutes");
    plan.forecast().minutes().forEach(minute -> minutes.add(minute(plan, minute)));
    thing.ifPresent(name -> node.set("thing", thing(plan, name)));
    return node;
  }

  private static ObjectNode minute(Planned plan, Forecast.Minute minute) {
    int first = (int) minute.first();
    return Json.object()
        .put("startsAt", Replies.seconds(minute.from()))
        .put("numberOfThings", minute.count())
        .put("firstThing", plan.things().get(first).text())
        .put("lastThing", plan.things().get(first + minute.count() - 1).text());
  }

  private static ObjectNode thing(Planned plan, ThingName name) {
    int ordinal = plan.things().indexOf(name);
    ObjectNode node = Json.object().put("thingName", name.text()).put("targeted", ordinal >= 0);
    if (ordinal >= 0) {
      startOf(plan, ordinal).ifPresent(at -> node.put("startsAt", Replies.seconds(at)));
    }
    return node;
  }

  private static Optional<Instant> startOf(Planned plan, int ordinal) {
    return plan.forecast().minutes().stream()
        .filter(each -> each.first() <= ordinal && ordinal < each.first() + each.count())
        .map(Forecast.Minute::from)
        .findFirst();
  }
}
