package errand.server.wire.control;

import errand.core.app.Course;
import errand.core.app.JobRows;
import errand.core.app.JobsControl.Described;
import errand.core.app.Overview;
import errand.core.app.Overview.FailureGroup;
import errand.core.app.Overview.Failures;
import errand.core.app.Page;
import errand.core.execution.Status;
import errand.core.job.JobStatus;
import errand.core.job.Selection;
import errand.core.name.JobId;
import errand.core.rollout.Forecast;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rollouts as people look at them, extensions: lists with counters, history, failures grouped. */
final class OverviewOperations {
  private final Overview overview;

  OverviewOperations(Overview overview) {
    this.overview = overview;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/_errand/jobs", "ListJobProgress", this::jobs),
        Route.of("GET", "/_errand/jobs/{jobId}/course", "DescribeJobCourse", this::course),
        Route.of("GET", "/_errand/jobs/{jobId}/failures", "ListJobFailures", this::failures));
  }

  private RestReply jobs(Request request) {
    var filter =
        new JobRows.Filter(
            request.oneOf("status", JobStatus.class),
            request.oneOf("targetSelection", Selection.class));
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    String seal = "ListJobProgress/" + filter;
    return request.checked(
        () ->
            Paging.from(token, seal)
                .fold(
                    key -> {
                      Page<Described> page =
                          overview.jobs(filter, key.map(Long::parseLong), length);
                      ObjectNode node = Json.object();
                      ArrayNode list = node.putArray("jobs");
                      page.items()
                          .forEach(each -> list.add(JobShapes.progress(request.arns(), each)));
                      Paging.next(
                          node, page, seal, each -> Long.toString(each.job().life().order()));
                      return RestReply.ok(node);
                    },
                    Replies::refused));
  }

  private RestReply course(Request request) {
    Optional<JobId> id = request.jobId(0);
    return request.checked(
        () -> Replies.of(overview.course(id.orElseThrow()), course -> RestReply.ok(shape(course))));
  }

  private static ObjectNode shape(Course course) {
    ObjectNode node = Json.object().put("from", Replies.seconds(course.from()));
    node.put("now", Replies.seconds(course.until()));
    node.put("slotSeconds", course.slot().toSeconds());
    ArrayNode marks = node.putArray("marks");
    for (Map<Status, Long> counts : course.marks()) {
      ObjectNode mark = marks.addObject();
      counts.forEach((status, count) -> mark.put(status.name(), count));
    }
    course.plan().ifPresent(plan -> node.set("plan", plan(plan)));
    return node;
  }

  // What was placed by then: a staircase with a step at the beginning of each minute.
  private static ArrayNode plan(Forecast forecast) {
    ArrayNode minutes = Json.object().arrayNode();
    int all = forecast.minutes().size();
    int stride = (all + Course.MARKS_MAX - 1) / Course.MARKS_MAX;
    for (int i = 0; i < all; i++) {
      if (i % stride == 0 || i == all - 1) {
        var minute = forecast.minutes().get(i);
        minutes
            .addObject()
            .put("at", Replies.seconds(minute.from()))
            .put("placed", minute.first() + minute.count());
      }
    }
    return minutes;
  }

  private RestReply failures(Request request) {
    Optional<JobId> id = request.jobId(0);
    return request.checked(
        () -> Replies.of(overview.failures(id.orElseThrow()), found -> RestReply.ok(shape(found))));
  }

  private static ObjectNode shape(Failures failures) {
    ObjectNode node = Json.object().put("complete", failures.complete());
    ArrayNode list = node.putArray("groups");
    for (FailureGroup each : failures.groups()) {
      ObjectNode group = list.addObject().put("status", each.status().name());
      ObjectNode details = group.putObject("statusDetails");
      each.details().pairs().forEach(details::put);
      group.put("count", each.count());
      ArrayNode things = group.putArray("things");
      each.things().forEach(thing -> things.add(thing.text()));
    }
    return node;
  }
}
