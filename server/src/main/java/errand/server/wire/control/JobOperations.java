package errand.server.wire.control;

import errand.core.app.ExecutionRows;
import errand.core.app.JobRows;
import errand.core.app.JobsControl;
import errand.core.app.Registry;
import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.fleet.ThingId;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.JobStatus;
import errand.core.job.Selection;
import errand.core.name.JobId;
import errand.core.name.ThingName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The Jobs operations. Source: control-plane 2. */
final class JobOperations {
  private static final Rule REASON_LENGTH = Rule.length(0, 128);
  private static final Rule REASON =
      Rule.pattern(Pattern.compile("[\\p{Upper}\\p{Digit}_]+"), "[\\p{Upper}\\p{Digit}_]+");
  private static final Rule COMMENT_LENGTH = Rule.length(0, 2028);

  private final JobsControl jobs;

  JobOperations(JobsControl jobs) {
    this.jobs = jobs;
  }

  List<Route> routes() {
    return List.of(
        Route.of("PUT", "/jobs/{jobId}", "CreateJob", this::create),
        Route.of("GET", "/jobs/{jobId}", "DescribeJob", this::describe),
        Route.of("GET", "/jobs", "ListJobs", this::list),
        Route.of("PUT", "/jobs/{jobId}/cancel", "CancelJob", this::cancel),
        Route.of("GET", "/jobs/{jobId}/job-document", "GetJobDocument", this::document),
        Route.of("GET", "/jobs/{jobId}/things", "ListJobExecutionsForJob", this::executions),
        Route.of(
            "GET", "/things/{thingName}/jobs/{jobId}", "DescribeJobExecution", this::execution));
  }

  private RestReply create(Request request) {
    return new JobReader(request)
        .read(
            wanted ->
                Replies.of(
                    jobs.create(wanted), job -> RestReply.ok(JobShapes.names(request.arns(), job))));
  }

  private RestReply describe(Request request) {
    Optional<JobId> id = request.jobId(0);
    request.flag("beforeSubstitution");
    return request.checked(
        () ->
            Replies.of(
                jobs.describe(id.orElseThrow()),
                found -> {
                  ObjectNode node = Json.object();
                  found
                      .job()
                      .plan()
                      .documentSource()
                      .ifPresent(source -> node.put("documentSource", source));
                  node.set("job", JobShapes.job(request.arns(), found));
                  return RestReply.ok(node);
                }));
  }

  private RestReply document(Request request) {
    Optional<JobId> id = request.jobId(0);
    request.flag("beforeSubstitution");
    return request.checked(
        () ->
            Replies.of(
                jobs.document(id.orElseThrow()),
                text -> RestReply.ok(Json.object().put("document", text))));
  }

  private RestReply cancel(Request request) {
    Optional<JobId> id = request.jobId(0);
    boolean force = request.flag("force");
    Optional<String> reason = request.body().text("reasonCode", REASON_LENGTH, REASON);
    Optional<String> comment = request.body().text("comment", COMMENT_LENGTH, Rule.NO_CONTROL);
    return request.checked(
        () ->
            Replies.of(
                jobs.cancel(id.orElseThrow(), new JobCommand.Cancel(force, reason, comment)),
                job -> RestReply.ok(JobShapes.names(request.arns(), job))));
  }

  private RestReply list(Request request) {
    var filter =
        new JobRows.Filter(
            request.oneOf("status", JobStatus.class),
            request.oneOf("targetSelection", Selection.class));
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    String seal = "ListJobs/" + filter;
    return request.checked(
        () ->
            Paging.from(token, seal)
                .fold(
                    key -> {
                      Registry.Page<Job> page =
                          jobs.list(filter, key.map(Long::parseLong), length);
                      ObjectNode node = Json.object();
                      ArrayNode list = node.putArray("jobs");
                      page.items()
                          .forEach(job -> list.add(JobShapes.summary(request.arns(), job)));
                      Paging.next(node, page, seal, job -> Long.toString(job.life().order()));
                      return RestReply.ok(node);
                    },
                    Replies::refused));
  }

  private RestReply executions(Request request) {
    Optional<JobId> id = request.jobId(0);
    Optional<Status> status = request.oneOf("status", Status.class);
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () -> {
          String seal = "ListJobExecutionsForJob/" + id.orElseThrow() + "/" + status;
          return Paging.from(token, seal)
              .fold(
                  key ->
                      Replies.of(
                          jobs.executions(
                              id.orElseThrow(), status, key.map(JobOperations::place), length),
                          page -> RestReply.ok(page(request, page, seal))),
                  Replies::refused);
        });
  }

  private static ObjectNode page(Request request, Registry.Page<Execution> page, String seal) {
    ObjectNode node = Json.object();
    ArrayNode list = node.putArray("executionSummaries");
    for (Execution each : page.items()) {
      ObjectNode entry = list.addObject();
      entry.put("thingArn", request.arns().thing(each.thing()));
      entry.set("jobExecutionSummary", JobShapes.executionSummary(each));
    }
    Paging.next(node, page, seal, each -> each.origin().order() + "/" + each.key().thing());
    return node;
  }

  private static ExecutionRows.Place place(String key) {
    int slash = key.indexOf('/');
    return new ExecutionRows.Place(
        Long.parseLong(key.substring(0, slash)),
        new ThingId(UUID.fromString(key.substring(slash + 1))));
  }

  private RestReply execution(Request request) {
    Optional<ThingName> thing = request.thingName(0);
    Optional<JobId> job = request.jobId(1);
    Optional<Long> number = request.whole("executionNumber", 1, Long.MAX_VALUE);
    return request.checked(
        () ->
            Replies.of(
                jobs.execution(
                    thing.orElseThrow(),
                    job.orElseThrow(),
                    number.map(OptionalLong::of).orElseGet(OptionalLong::empty)),
                seen -> {
                  ObjectNode node = Json.object();
                  node.set(
                      "execution",
                      JobShapes.execution(request.arns(), seen.execution(), seen.now()));
                  return RestReply.ok(node);
                }));
  }
}
