package errand.server.wire.control;

import errand.core.app.Answer;
import errand.core.app.ControlRefusal;
import errand.core.app.DocumentSource;
import errand.core.app.JobRows;
import errand.core.app.JobsControl;
import errand.core.app.JobsControl.NamedGroup;
import errand.core.app.JobsControl.TargetName;
import errand.core.app.Page;
import errand.core.app.Templates;
import errand.core.fleet.GroupId;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.JobStatus;
import errand.core.job.Selection;
import errand.core.job.TermsChange;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The Jobs operations. Source: control-plane 2. */
final class JobOperations {
  private static final Rule REASON_LENGTH = Rule.length(0, 128);
  private static final Rule REASON =
      Rule.pattern(Pattern.compile("[\\p{Upper}\\p{Digit}_]+"), "[\\p{Upper}\\p{Digit}_]+");
  private static final Rule COMMENT_LENGTH = Rule.length(0, 2028);

  private static final Rule GROUP_ID =
      Rule.pattern(Pattern.compile("[a-zA-Z0-9-]+"), "[a-zA-Z0-9\\-]+");

  private final JobsControl jobs;
  private final Templates templates;
  private final DocumentSource sources;
  private final InstantSource clock;

  JobOperations(
      JobsControl jobs, Templates templates, DocumentSource sources, InstantSource clock) {
    this.jobs = jobs;
    this.templates = templates;
    this.sources = sources;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.of("PUT", "/jobs/{jobId}", "CreateJob", this::create),
        Route.of("GET", "/jobs/{jobId}", "DescribeJob", this::describe),
        Route.of("GET", "/jobs", "ListJobs", this::list),
        Route.of("PUT", "/jobs/{jobId}/cancel", "CancelJob", this::cancel),
        Route.of("GET", "/jobs/{jobId}/job-document", "GetJobDocument", this::document),
        Route.of("PATCH", "/jobs/{jobId}", "UpdateJob", this::update),
        Route.of("DELETE", "/jobs/{jobId}", "DeleteJob", this::delete),
        Route.of("POST", "/jobs/{jobId}/targets", "AssociateTargetsWithJob", this::associate),
        Route.of("PUT", "/_errand/jobs/{jobId}/pause", "PauseJob", this::pause),
        Route.of("PUT", "/_errand/jobs/{jobId}/resume", "ResumeJob", this::resume));
  }

  private RestReply create(Request request) {
    return new JobReader(request, templates, sources, clock.instant())
        .read(
            wanted ->
                Replies.created(
                    jobs.create(wanted),
                    request.arns().job(wanted.id()),
                    job -> RestReply.ok(JobShapes.names(request.arns(), job))));
  }

  private RestReply describe(Request request) {
    Optional<JobId> id = request.jobId(0);
    boolean before = request.flag("beforeSubstitution");
    return request.checked(
        () ->
            Replies.of(
                jobs.describe(id.orElseThrow()),
                found -> {
                  ObjectNode node = Json.object();
                  found
                      .job()
                      .plan()
                      .source()
                      .url()
                      .ifPresent(source -> node.put("documentSource", source));
                  node.set("job", JobShapes.job(request.arns(), found, before));
                  return RestReply.ok(node);
                }));
  }

  private RestReply document(Request request) {
    Optional<JobId> id = request.jobId(0);
    boolean before = request.flag("beforeSubstitution");
    return request.checked(
        () ->
            Replies.of(
                before ? jobs.submitted(id.orElseThrow()) : jobs.document(id.orElseThrow()),
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

  private RestReply update(Request request) {
    Optional<JobId> id = request.jobId(0);
    request.parameter("namespaceId", Rule.JOB_ID);
    var reader = new TermsReader(request.body());
    TermsChange change = reader.change();
    return request.checked(
        () ->
            reader
                .problem()
                .map(Replies::invalid)
                .orElseGet(
                    () ->
                        Replies.of(
                            jobs.update(id.orElseThrow(), change), job -> RestReply.empty())));
  }

  private RestReply delete(Request request) {
    Optional<JobId> id = request.jobId(0);
    boolean force = request.flag("force");
    request.parameter("namespaceId", Rule.JOB_ID);
    return request.checked(
        () -> Replies.of(jobs.delete(id.orElseThrow(), force), job -> RestReply.empty()));
  }

  private RestReply associate(Request request) {
    Optional<JobId> id = request.jobId(0);
    request.parameter("namespaceId", Rule.JOB_ID);
    Optional<List<String>> arns =
        request.body().requiredTexts("targets", 1, Integer.MAX_VALUE, Rule.length(1, 2048));
    Optional<String> comment = request.body().text("comment", COMMENT_LENGTH, Rule.NO_CONTROL);
    return request.checked(
        () ->
            JobReader.targets(
                request.arns(),
                arns.orElseThrow(),
                names ->
                    names.stream().anyMatch(TargetName.OfThing.class::isInstance)
                        ? Replies.invalid("Only thing groups can be added to a job.")
                        : Replies.of(
                            jobs.associate(id.orElseThrow(), names, comment),
                            job -> RestReply.ok(JobShapes.names(request.arns(), job)))));
  }

  private RestReply pause(Request request) {
    Optional<JobId> id = request.jobId(0);
    return request.checked(
        () -> Replies.of(jobs.pause(id.orElseThrow()), job -> RestReply.empty()));
  }

  private RestReply resume(Request request) {
    Optional<JobId> id = request.jobId(0);
    return request.checked(
        () -> Replies.of(jobs.resume(id.orElseThrow()), job -> RestReply.empty()));
  }

  private RestReply list(Request request) {
    var asked = Listed.read(request);
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () ->
            Paging.from(token, request.seal(asked), Long::parseLong)
                .then(key -> jobs(asked, key, length))
                .fold(found -> page(request, asked, found), Replies::refused));
  }

  /** What ListJobs asks for. */
  private record Listed(JobRows.Filter filter, NamedGroup group) {
    static Listed read(Request request) {
      return new Listed(
          new JobRows.Filter(
              request.oneOf("status", JobStatus.class),
              request.oneOf("targetSelection", Selection.class),
              request
                  .parameter("namespaceId", JobReader.NAMESPACE_LENGTH, Rule.JOB_ID)
                  .flatMap(Namespace::parse),
              Optional.empty()),
          new NamedGroup(
              request
                  .parameter("thingGroupName", Rule.NAME_LENGTH, Rule.THING_NAME)
                  .flatMap(GroupName::parse),
              request.parameter("thingGroupId", Rule.NAME_LENGTH, GROUP_ID)));
    }

    boolean ofGroup() {
      return group.name().isPresent() || group.id().isPresent();
    }
  }

  private Answer<Found, ControlRefusal> jobs(Listed asked, Optional<Long> below, int length) {
    return asked.ofGroup()
        ? jobs.list(asked.group(), asked.filter(), below, length)
            .then(found -> Answer.given(new Found(Optional.of(found.group()), found.page())))
        : Answer.given(new Found(Optional.empty(), jobs.list(asked.filter(), below, length)));
  }

  private record Found(Optional<GroupId> group, Page<Job> page) {}

  // The group is told when it was asked for (control-plane 2.4).
  private static RestReply page(Request request, Listed asked, Found found) {
    ObjectNode node = Json.object();
    ArrayNode list = node.putArray("jobs");
    for (Job job : found.page().items()) {
      ObjectNode summary = JobShapes.summary(request.arns(), job);
      found.group().ifPresent(id -> summary.put("thingGroupId", id.toString()));
      list.add(summary);
    }
    Paging.next(node, found.page(), request.seal(asked), job -> Long.toString(job.life().order()));
    return RestReply.ok(node);
  }
}
