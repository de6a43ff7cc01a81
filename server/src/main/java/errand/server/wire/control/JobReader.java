package errand.server.wire.control;

import errand.core.app.JobsControl.NewJob;
import errand.core.app.JobsControl.TargetName;
import errand.core.job.Plan;
import errand.core.job.Selection;
import errand.core.job.Terms;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.schedule.Schedule;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads a CreateJob request. Source: control-plane 2.2 and 2.3. */
final class JobReader {
  /** Largest document, in bytes of UTF-8. */
  static final int DOCUMENT_BYTES_MAX = 32_768;

  private static final Rule ARN_LENGTH = Rule.length(1, 2048);
  private static final Rule NAMESPACE_LENGTH = Rule.length(1, Namespace.CHARS_MAX);

  // Refused by name rather than ignored, so that nobody believes they took effect.
  private static final List<String> NOT_YET =
      List.of(
          "documentSource",
          "jobTemplateArn",
          "documentParameters",
          "destinationPackageVersions");

  private final Request request;
  private final Instant now;

  JobReader(Request request, Instant now) {
    this.request = request;
    this.now = now;
  }

  /** Reads the job and goes on with it, or answers what is wrong. */
  RestReply read(Function<NewJob, RestReply> then) {
    Input body = request.body();
    Optional<JobId> id = request.jobId(0);
    Optional<List<String>> targets =
        body.requiredTexts("targets", 1, Integer.MAX_VALUE, ARN_LENGTH);
    Optional<String> document = body.text("document", Rule.length(0, DOCUMENT_BYTES_MAX));
    Optional<String> selection = body.text("targetSelection", Rule.oneOf(Selection.class));
    Optional<String> namespace = body.text("namespaceId", NAMESPACE_LENGTH, Rule.JOB_ID);
    var termsReader = new TermsReader(body);
    Terms terms = termsReader.read();
    boolean continuous = selection.filter(Selection.CONTINUOUS.name()::equals).isPresent();
    var scheduleReader = new ScheduleReader(now);
    Schedule schedule = scheduleReader.read(body.object("schedulingConfig"), continuous);
    return request.checked(
        () ->
            termsReader
                .problem()
                .or(scheduleReader::problem)
                .or(() -> notYet(body))
                .or(() -> documentProblem(document))
                .or(() -> tooMany(targets.orElseThrow()))
                .map(Replies::invalid)
                .orElseGet(
                    () ->
                        withTargets(
                            targets.orElseThrow(),
                            names ->
                                then.apply(
                                    new NewJob(
                                        id.orElseThrow(),
                                        namespace.flatMap(Namespace::parse).orElse(Namespace.NONE),
                                        names,
                                        selection.map(Selection::valueOf).orElse(Selection.SNAPSHOT),
                                        schedule,
                                        terms,
                                        Plan.Source.REQUEST,
                                        document.orElseThrow())))));
  }

  private static Optional<String> notYet(Input body) {
    return NOT_YET.stream()
        .filter(body::has)
        .findFirst()
        .map(name -> name + " is not supported yet.");
  }

  private static Optional<String> documentProblem(Optional<String> document) {
    if (document.isEmpty()) {
      return Optional.of("Neither job document nor job document source is specified.");
    }
    String text = document.get();
    if (text.getBytes(StandardCharsets.UTF_8).length > DOCUMENT_BYTES_MAX) {
      return Optional.of("The job document is larger than " + DOCUMENT_BYTES_MAX + " bytes.");
    }
    return Json.parseUnambiguous(text).isPresent()
        ? Optional.empty()
        : Optional.of(
            "The job document must be valid JSON, without a name given twice in one object.");
  }

  private static Optional<String> tooMany(List<String> targets) {
    return targets.size() > Plan.TARGETS_MAX
        ? Optional.of("A job can have at most " + Plan.TARGETS_MAX + " targets.")
        : Optional.empty();
  }

  private RestReply withTargets(
      List<String> arns, Function<List<TargetName>, RestReply> then) {
    return targets(request.arns(), arns, then);
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
