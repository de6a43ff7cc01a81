package errand.server.wire.control;

import errand.core.app.Answer;
import errand.core.app.ControlRefusal;
import errand.core.app.DocumentSource;
import errand.core.app.JobsControl.NewJob;
import errand.core.app.JobsControl.TargetName;
import errand.core.app.Templates;
import errand.core.catalog.Destination;
import errand.core.document.DocumentText;
import errand.core.document.Placeholder;
import errand.core.job.Plan;
import errand.core.job.Selection;
import errand.core.job.TermsChange;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.schedule.Schedule;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads a CreateJob request. Source: control-plane 2.2 and 2.3. */
final class JobReader {
  /** Largest document, in bytes of UTF-8. */
  static final int DOCUMENT_BYTES_MAX = 32_768;

  private static final Rule ARN_LENGTH = Rule.length(1, 2048);
  static final Rule NAMESPACE_LENGTH = Rule.length(1, Namespace.CHARS_MAX);
  private static final Rule TEMPLATE_ARN =
      Rule.pattern(Pattern.compile("arn:[!-~]+"), "^arn:[!-~]+$");
  private static final Rule PARAMETER_KEY =
      Rule.pattern(Pattern.compile("[a-zA-Z0-9_-]{1,128}"), "[a-zA-Z0-9_-]+");
  private static final Rule PARAMETER_VALUE =
      Rule.pattern(Pattern.compile("[^\\p{C}]{1,30720}"), "[^\\p{C}]+");

  static final String TWO_DOCUMENTS =
      "Job document and job document source cannot be specified at the same time.";

  static final String BAD_VERSION =
      "destinationPackageVersions must hold ARNs of package versions of this account and region.";

  static final Rule SOURCE_LENGTH = Rule.length(1, 1350);

  private final Request request;
  private final Templates templates;
  private final DocumentSource sources;
  private final Instant now;

  JobReader(Request request, Templates templates, DocumentSource sources, Instant now) {
    this.request = request;
    this.templates = templates;
    this.sources = sources;
    this.now = now;
  }

  /** What the request itself says, before any template. */
  private record Asked(
      Optional<JobId> id,
      Optional<List<String>> targets,
      Optional<String> document,
      Optional<String> url,
      Optional<List<String>> versions,
      Selection selection,
      Namespace namespace,
      Schedule schedule,
      TermsChange terms,
      Optional<String> templateArn,
      Map<String, String> parameters,
      TagList tags) {}

  /** Reads the job and goes on with it, or answers what is wrong. */
  RestReply read(Function<NewJob, RestReply> then) {
    var terms = new TermsReader(request.body());
    var schedule = new ScheduleReader(now);
    Asked asked = asked(terms, schedule);
    return request.checked(
        () ->
            terms
                .problem()
                .or(schedule::problem)
                .or(() -> asked.tags().problem())
                .map(Replies::invalid)
                .orElseGet(() -> withTemplate(asked, then)));
  }

  private Asked asked(TermsReader terms, ScheduleReader schedule) {
    Input body = request.body();
    Optional<JobId> id = request.jobId(0);
    Optional<List<String>> targets =
        body.requiredTexts("targets", 1, Integer.MAX_VALUE, ARN_LENGTH);
    Optional<String> document = body.text("document", Rule.length(0, DOCUMENT_BYTES_MAX));
    Selection selection =
        body.text("targetSelection", Rule.oneOf(Selection.class))
            .map(Selection::valueOf)
            .orElse(Selection.SNAPSHOT);
    Namespace namespace =
        body.text("namespaceId", NAMESPACE_LENGTH, Rule.JOB_ID)
            .flatMap(Namespace::parse)
            .orElse(Namespace.NONE);
    return new Asked(
        id,
        targets,
        document,
        body.text("documentSource", SOURCE_LENGTH),
        versions(body),
        selection,
        namespace,
        schedule.read(body.object("schedulingConfig"), selection == Selection.CONTINUOUS),
        terms.change(),
        body.text("jobTemplateArn", Rule.length(1, 1600), TEMPLATE_ARN),
        body.object("documentParameters")
            .map(each -> each.pairs(PARAMETER_KEY, PARAMETER_VALUE))
            .orElse(Map.of()),
        TagList.read(body));
  }

  private RestReply withTemplate(Asked asked, Function<NewJob, RestReply> then) {
    return TemplateBase.find(asked.templateArn(), asked.parameters(), request.arns(), templates)
        .fold(base -> withBase(asked, base, then), Replies::refused);
  }

  // A member the request names replaces the template's as a whole (control-plane 2.2).
  private RestReply withBase(Asked asked, TemplateBase base, Function<NewJob, RestReply> then) {
    boolean sent = asked.document().isPresent() || asked.url().isPresent();
    if ((asked.document().isPresent() && asked.url().isPresent())
        || (sent && base.document().isPresent())) {
      return Replies.invalid(TWO_DOCUMENTS);
    }
    Optional<List<Destination>> versions =
        asked.versions().map(arns -> destinations(request.arns(), arns));
    if (versions.isPresent() && versions.get().size() < asked.versions().orElseThrow().size()) {
      return Replies.invalid(BAD_VERSION);
    }
    Schedule schedule =
        asked.schedule().windows().isEmpty()
            ? asked.schedule().with(base.windows())
            : asked.schedule();
    if (!schedule.windows().isEmpty() && asked.selection() == Selection.SNAPSHOT) {
      return Replies.invalid(
          "TargetSelection is invalid. MaintenanceWindow cannot be used with SNAPSHOT job.");
    }
    var source =
        new Plan.Source(
            asked.url(), asked.templateArn(), asked.parameters(), versions.orElse(base.versions()));
    return document(asked.document().or(base::document), asked.url(), sources)
        .then(this::checked)
        .fold(
            text ->
                targets(
                    request.arns(),
                    asked.targets().orElseThrow(),
                    names ->
                        then.apply(
                            new NewJob(
                                asked.id().orElseThrow(),
                                asked.namespace(),
                                names,
                                asked.selection(),
                                schedule,
                                asked.terms().on(base.terms()),
                                source,
                                text,
                                base.submitted(),
                                asked.tags().byKey()))),
            Replies::refused);
  }

  /** The document given, or fetched from where it says. */
  static Answer<String, ControlRefusal> document(
      Optional<String> given, Optional<String> url, DocumentSource sources) {
    if (url.isPresent()) {
      return sources.fetch(url.get());
    }
    return given
        .map(Answer::<String, ControlRefusal>given)
        .orElseGet(
            () ->
                ControlRefusal.invalid(
                    "Neither job document nor job document source is specified."));
  }

  private Answer<String, ControlRefusal> checked(String document) {
    Optional<String> problem = problem(document);
    return problem.isPresent() ? ControlRefusal.invalid(problem.get()) : Answer.given(document);
  }

  // An upload's bucket cannot be in another region than the job (control-plane 6.2).
  private Optional<String> problem(String document) {
    return documentProblem(document)
        .or(
            () ->
                DocumentText.parse(document) instanceof DocumentText.Parse.Good(var text)
                    ? text.problem(this::elsewhere)
                    : Optional.empty());
  }

  private Optional<String> elsewhere(Placeholder placeholder) {
    return placeholder instanceof Placeholder.Upload(var url, _)
        ? url.region()
            .filter(each -> !each.equals(request.arns().region()))
            .map(
                each ->
                    "The bucket of an upload must be in the region of the job, not in "
                        + each
                        + ".")
        : Optional.empty();
  }

  static Optional<List<String>> versions(Input body) {
    return body.texts("destinationPackageVersions", 0, 25, Rule.length(1, 1600));
  }

  /** Those that the ARNs name; fewer when one names none. */
  static List<Destination> destinations(Arns ours, List<String> arns) {
    return arns.stream().flatMap(arn -> ours.destination(arn).stream()).toList();
  }

  /** What is wrong with a document, for the sender. */
  static Optional<String> documentProblem(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > DOCUMENT_BYTES_MAX) {
      return Optional.of("The job document is larger than " + DOCUMENT_BYTES_MAX + " bytes.");
    }
    return Json.parseUnambiguous(text).isPresent()
        ? Optional.empty()
        : Optional.of(
            "The job document must be valid JSON, without a name given twice in one object.");
  }

  /** Reads target ARNs and goes on with what they name. */
  static RestReply targets(
      Arns ours, List<String> arns, Function<List<TargetName>, RestReply> then) {
    var names = new ArrayList<TargetName>();
    for (String arn : arns) {
      Optional<TargetName> name = ours.target(arn);
      if (name.isEmpty()) {
        return Replies.invalid(
            "Target "
                + arn
                + " is not the ARN of a thing or thing group of this account and region.");
      }
      names.add(name.get());
    }
    return then.apply(names);
  }
}
