package errand.server.wire.control;

import errand.core.app.ExecutionRows;
import errand.core.app.ExecutionsControl;
import errand.core.app.HistoryRows;
import errand.core.app.Page;
import errand.core.execution.Command;
import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations on executions. Source: control-plane 2. */
final class ExecutionOperations {
  /** Most pairs an operator may give (control-plane 2.5); devices may give more. */
  private static final int DETAILS_MAX = 10;

  private static final Rule VALUE =
      Rule.pattern(Pattern.compile("[^\\p{C}]{1,1024}"), "[^\\p{C}]+");
  private static final Rule KEY =
      Rule.pattern(Pattern.compile("[a-zA-Z0-9:_-]{1,128}"), "[a-zA-Z0-9:_-]+");

  private final ExecutionsControl executions;

  ExecutionOperations(ExecutionsControl executions) {
    this.executions = executions;
  }

  List<Route> routes() {
    String one = "/things/{thingName}/jobs/{jobId}";
    return List.of(
        Route.of("GET", "/jobs/{jobId}/things", "ListJobExecutionsForJob", this::ofJob),
        Route.of("GET", "/things/{thingName}/jobs", "ListJobExecutionsForThing", this::ofThing),
        Route.of("GET", one, "DescribeJobExecution", this::describe),
        Route.of("PUT", one + "/cancel", "CancelJobExecution", this::cancel),
        Route.of(
            "DELETE",
            one + "/executionNumber/{executionNumber}",
            "DeleteJobExecution",
            this::delete));
  }

  private RestReply ofJob(Request request) {
    Optional<JobId> id = request.jobId(0);
    Optional<Status> status = request.oneOf("status", Status.class);
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () -> {
          String seal = request.seal(id.orElseThrow(), status);
          return Paging.from(token, seal, ExecutionOperations::place)
              .fold(
                  key ->
                      Replies.of(
                          executions.ofJob(id.orElseThrow(), status, key, length),
                          page -> RestReply.ok(page(request, page, seal))),
                  Replies::refused);
        });
  }

  private static ObjectNode page(Request request, Page<Execution> page, String seal) {
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

  private RestReply describe(Request request) {
    Optional<ThingName> thing = request.thingName(0);
    Optional<JobId> job = request.jobId(1);
    Optional<Long> number = request.whole("executionNumber", 1, Long.MAX_VALUE);
    return request.checked(
        () ->
            Replies.of(
                executions.describe(
                    thing.orElseThrow(),
                    job.orElseThrow(),
                    number.map(OptionalLong::of).orElseGet(OptionalLong::empty)),
                seen -> {
                  ObjectNode node = Json.object();
                  node.set("execution", JobShapes.execution(request.arns(), seen));
                  return RestReply.ok(node);
                }));
  }

  private RestReply ofThing(Request request) {
    Optional<ThingName> thing = request.thingName(0);
    var filter =
        new HistoryRows.Filter(
            request.oneOf("status", Status.class),
            request
                .parameter("jobId", Rule.length(1, JobId.CHARS_MAX), Rule.JOB_ID)
                .flatMap(JobId::parse),
            request
                .parameter("namespaceId", Rule.length(1, Namespace.CHARS_MAX), Rule.JOB_ID)
                .flatMap(Namespace::parse));
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () -> {
          String seal = request.seal(thing.orElseThrow(), filter);
          return Paging.from(token, seal, Long::parseLong)
              .fold(
                  key ->
                      Replies.of(
                          executions.ofThing(thing.orElseThrow(), filter, key, length),
                          page -> RestReply.ok(history(page, seal))),
                  Replies::refused);
        });
  }

  private static ObjectNode history(Page<Execution> page, String seal) {
    ObjectNode node = Json.object();
    ArrayNode list = node.putArray("executionSummaries");
    for (Execution each : page.items()) {
      ObjectNode entry = list.addObject().put("jobId", each.job().text());
      entry.set("jobExecutionSummary", JobShapes.executionSummary(each));
    }
    Paging.next(node, page, seal, each -> Long.toString(each.origin().order()));
    return node;
  }

  private RestReply cancel(Request request) {
    Optional<ThingName> thing = request.thingName(0);
    Optional<JobId> job = request.jobId(1);
    boolean force = request.flag("force");
    Optional<Long> version = request.body().whole("expectedVersion", 1, Long.MAX_VALUE);
    Optional<Map<String, String>> details =
        request.body().object("statusDetails").map(each -> each.pairs(KEY, VALUE));
    return request.checked(
        () ->
            details.filter(pairs -> pairs.size() > DETAILS_MAX).isPresent()
                ? Replies.invalid("statusDetails can have at most " + DETAILS_MAX + " pairs.")
                : Replies.of(
                    executions.cancel(
                        thing.orElseThrow(),
                        job.orElseThrow(),
                        new Command.Cancel(
                            force,
                            details.map(StatusDetails::new),
                            version.map(OptionalLong::of).orElseGet(OptionalLong::empty))),
                    done -> RestReply.empty()));
  }

  private RestReply delete(Request request) {
    Optional<ThingName> thing = request.thingName(0);
    Optional<JobId> job = request.jobId(1);
    Optional<Long> number = request.wholeVariable(2, "executionNumber", 1, Long.MAX_VALUE);
    boolean force = request.flag("force");
    request.parameter("namespaceId", Rule.JOB_ID);
    return request.checked(
        () ->
            Replies.of(
                executions.delete(
                    thing.orElseThrow(), job.orElseThrow(), number.orElseThrow(), force),
                done -> RestReply.empty()));
  }
}
