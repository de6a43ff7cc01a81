package errand.server.wire.control;

import errand.core.app.JobsControl.NewJob;
import errand.core.app.JobsControl.TargetName;
import errand.core.app.Templates;
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

  // Refused by name rather than ignored, so that nobody believes they took effect.
  private static final List<String> NOT_YET =
      List.of("documentSource", "destinationPackageVersions");

  private final Request request;
  private final Templates templates;
  private final Instant now;

  JobReader(Request request, Templates templates, Instant now) {
    this.request = request;
    this.templates = templates;
    this.now = now;
  }

  /** What the request itself says, before any template. */
  private record Asked(
      Optional<JobId> id,
      Optional<List<String>> targets,
      Optional<String> document,
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
                .or(() -> notYet(request.body()))
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
    if (asked.document().isPresent() && base.document().isPresent()) {
      return Replies.invalid(
          "Job document and job document source cannot be specified at the same time.");
    }
    Optional<String> document = asked.document().or(base::document);
    Schedule schedule =
        asked.schedule().windows().isEmpty()
            ? asked.schedule().with(base.windows())
            : asked.schedule();
    if (!schedule.windows().isEmpty() && asked.selection() == Selection.SNAPSHOT) {
      return Replies.invalid(
          "TargetSelection is invalid. MaintenanceWindow cannot be used with SNAPSHOT job.");
    }
    Optional<String> problem =
        document.isEmpty()
            ? Optional.of("Neither job document nor job document source is specified.")
            : documentProblem(document.get());
    return problem
        .map(Replies::invalid)
        .orElseGet(
            () ->
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
                                new Plan.Source(
                                    Optional.empty(),
                                    asked.templateArn(),
                                    asked.parameters(),
                                    List.of()),
                                document.orElseThrow(),
                                asked.tags().byKey()))));
  }

  private static Optional<String> notYet(Input body) {
    return NOT_YET.stream()
        .filter(body::has)
        .findFirst()
        .map(name -> name + " is not supported yet.");
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
