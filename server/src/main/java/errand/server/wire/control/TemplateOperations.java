package errand.server.wire.control;

import errand.core.app.DocumentSource;
import errand.core.app.Page;
import errand.core.app.Templates;
import errand.core.app.Templates.NewTemplate;
import errand.core.job.Template;
import errand.core.job.TermsChange;
import errand.core.name.TemplateId;
import errand.core.schedule.Window;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Job templates. Source: control-plane 2.1 and 2.2. */
final class TemplateOperations {
  private static final String LIST = "ListJobTemplates";
  private static final Rule ID_LENGTH = Rule.length(1, TemplateId.CHARS_MAX);

  private final Templates templates;
  private final DocumentSource sources;
  private final InstantSource clock;

  TemplateOperations(Templates templates, DocumentSource sources, InstantSource clock) {
    this.templates = templates;
    this.sources = sources;
    this.clock = clock;
  }

  List<Route> routes() {
    String one = "/job-templates/{jobTemplateId}";
    return List.of(
        Route.of("PUT", one, "CreateJobTemplate", this::create),
        Route.of("GET", one, "DescribeJobTemplate", this::describe),
        Route.of("DELETE", one, "DeleteJobTemplate", this::delete),
        Route.of("GET", "/job-templates", LIST, this::list));
  }

  private RestReply create(Request request) {
    Input body = request.body();
    Optional<TemplateId> id = id(request);
    Optional<String> description =
        body.requiredText("description", Rule.length(1, 2028), Rule.NO_CONTROL);
    Optional<String> arn = body.text("jobArn", Rule.length(1, 2048));
    Optional<String> document = body.text("document", Rule.length(0, JobReader.DOCUMENT_BYTES_MAX));
    Optional<String> url = body.text("documentSource", JobReader.SOURCE_LENGTH);
    Optional<List<String>> versions = JobReader.versions(body);
    var terms = new TermsReader(body);
    TermsChange change = terms.change();
    var schedules = new ScheduleReader(clock.instant());
    Optional<List<Window>> windows =
        body.objects("maintenanceWindows", 0, ScheduleReader.WINDOWS_MAX).map(schedules::windows);
    var tags = TagList.read(body);
    return request.checked(
        () ->
            terms
                .problem()
                .or(schedules::problem)
                .or(tags::problem)
                .or(() -> problem(body, document))
                .map(Replies::invalid)
                .orElseGet(
                    () ->
                        create(
                            request,
                            arn,
                            new NewTemplate(
                                id.orElseThrow(),
                                description.orElseThrow(),
                                arn.flatMap(request.arns()::jobId),
                                document,
                                url,
                                change,
                                windows,
                                versions.map(arns -> JobReader.destinations(request.arns(), arns)),
                                tags.byKey()),
                            versions.map(List::size).orElse(0))));
  }

  private RestReply create(
      Request request, Optional<String> arn, NewTemplate wanted, int versions) {
    if (wanted.versions().map(List::size).orElse(0) < versions) {
      return Replies.invalid(JobReader.BAD_VERSION);
    }
    if (arn.isPresent() && wanted.job().isEmpty()) {
      return Replies.invalid("jobArn must be the ARN of a job of this account and region.");
    }
    if (wanted.url().isEmpty()) {
      return created(request, wanted);
    }
    return JobReader.document(wanted.document(), wanted.url(), sources)
        .fold(
            text ->
                JobReader.documentProblem(text)
                    .map(Replies::invalid)
                    .orElseGet(() -> created(request, wanted.document(text))),
            Replies::refused);
  }

  private RestReply created(Request request, NewTemplate wanted) {
    return Replies.of(
        templates.create(wanted), template -> RestReply.ok(names(request.arns(), template)));
  }

  private static Optional<String> problem(Input body, Optional<String> document) {
    if (document.isPresent() && body.has("documentSource")) {
      return Optional.of(JobReader.TWO_DOCUMENTS);
    }
    return document.flatMap(JobReader::documentProblem);
  }

  private RestReply describe(Request request) {
    Optional<TemplateId> id = id(request);
    return request.checked(
        () ->
            Replies.of(
                templates.describe(id.orElseThrow()),
                template -> RestReply.ok(shape(request.arns(), template))));
  }

  private RestReply delete(Request request) {
    Optional<TemplateId> id = id(request);
    return request.checked(
        () -> Replies.of(templates.delete(id.orElseThrow()), done -> RestReply.empty()));
  }

  private RestReply list(Request request) {
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () ->
            Paging.from(token, request.seal(), Long::parseLong)
                .fold(
                    key -> {
                      Page<Template> page = templates.list(key, length);
                      ObjectNode node = Json.object();
                      ArrayNode list = node.putArray("jobTemplates");
                      for (Template each : page.items()) {
                        ObjectNode entry = names(request.arns(), each);
                        entry.put("description", each.description());
                        entry.put("createdAt", Replies.seconds(each.createdAt()));
                        list.add(entry);
                      }
                      Paging.next(node, page, request.seal(), each -> Long.toString(each.order()));
                      return RestReply.ok(node);
                    },
                    Replies::refused));
  }

  private static Optional<TemplateId> id(Request request) {
    return request
        .checkedVariable(0, "jobTemplateId", ID_LENGTH, Rule.JOB_ID)
        .flatMap(TemplateId::parse);
  }

  private static ObjectNode names(Arns arns, Template template) {
    return Json.object()
        .put("jobTemplateArn", arns.template(template.id()))
        .put("jobTemplateId", template.id().text());
  }

  private static ObjectNode shape(Arns arns, Template template) {
    ObjectNode node = names(arns, template);
    node.put("description", template.description());
    node.put("document", template.document());
    template.url().ifPresent(url -> node.put("documentSource", url));
    node.put("createdAt", Replies.seconds(template.createdAt()));
    JobShapes.terms(node, template.terms());
    if (!template.windows().isEmpty()) {
      node.set("maintenanceWindows", JobShapes.windows(template.windows()));
    }
    JobShapes.destinations(arns, node, template.versions());
    return node;
  }
}
