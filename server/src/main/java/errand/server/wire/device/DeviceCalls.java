package errand.server.wire.device;

import errand.core.app.Answer;
import errand.core.app.DeviceJobs;
import errand.core.app.DeviceJobs.Shown;
import errand.core.app.DeviceJobs.ShownNext;
import errand.core.app.DeviceJobs.Which;
import errand.core.app.Throttle;
import errand.core.execution.Command;
import errand.core.execution.Pending;
import errand.core.execution.Refusal;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.core.execution.StepTimer;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.server.wire.device.JobsTopic.Operation;
import errand.server.wire.device.Shapes.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The four operations, between JSON and the use cases, the same for both transports but for the
 * form of the document. The result writes the operation's members only.
 */
final class DeviceCalls {
  // Nothing pending: no key at all, never null and never {} (device-protocol 2.6).
  private static final Members NOTHING = _ -> {};

  private final DeviceJobs jobs;
  private final Throttle throttle;
  private final Spelling spelling;
  private final Set<Quirk> quirks;

  DeviceCalls(DeviceJobs jobs, Throttle throttle, Spelling spelling, Set<Quirk> quirks) {
    this.jobs = jobs;
    this.throttle = throttle;
    this.spelling = spelling;
    this.quirks = quirks;
  }

  /** Carries out one call. */
  Answer<Members, Problem> call(
      ThingName thing, Namespace namespace, Operation operation, RequestBody body) {
    if (!throttle.admits(thing, kind(operation))) {
      return Answer.refused(
          Problem.of(DeviceError.REQUEST_THROTTLED, "Rate exceeded; please try again later."));
    }
    return switch (operation) {
      case Operation.GetPending() -> getPending(thing, namespace, body);
      case Operation.StartNext() -> startNext(thing, namespace, body);
      case Operation.Describe(var job) -> describe(thing, namespace, job, body);
      case Operation.Update(var job) -> update(thing, namespace, job, body);
    };
  }

  private static Throttle.Kind kind(Operation operation) {
    return switch (operation) {
      case Operation.GetPending _, Operation.Describe _ -> Throttle.Kind.READ;
      case Operation.StartNext _, Operation.Update _ -> Throttle.Kind.WRITE;
    };
  }

  private Answer<Members, Problem> getPending(
      ThingName thing, Namespace namespace, RequestBody body) {
    if (body.problem().isPresent()) {
      return invalid(body);
    }
    return ofQueue(
        jobs.pending(thing, namespace),
        queue -> out -> Shapes.pending(out, queue.pending()),
        out -> Shapes.pending(out, Pending.of(List.of())));
  }

  private Answer<Members, Problem> startNext(
      ThingName thing, Namespace namespace, RequestBody body) {
    Optional<StatusDetails> details = body.statusDetails();
    StepTimer timer = body.stepTimer(false);
    if (body.problem().isPresent()) {
      return invalid(body);
    }
    return ofQueue(
        jobs.startNext(thing, namespace, new Command.Start(details, timer)), this::next, NOTHING);
  }

  private Answer<Members, Problem> describe(
      ThingName thing, Namespace namespace, String job, RequestBody body) {
    OptionalLong number = body.executionNumber();
    boolean withDocument = body.flag("includeJobDocument", true);
    if (body.problem().isPresent()) {
      return invalid(body);
    }
    if (job.equals(JobsTopic.NEXT)) {
      return ofQueue(jobs.describeNext(thing, namespace, withDocument), this::next, NOTHING);
    }
    return JobId.parse(job)
        .map(id -> new Which(thing, namespace, id, number))
        .map(which -> answer(described(which, withDocument), this::execution))
        .orElseGet(DeviceCalls::badJobId);
  }

  private Answer<Shown, Refusal> described(Which which, boolean withDocument) {
    return quirks.contains(Quirk.DESCRIBE_ENDED)
        ? jobs.describeEvenEnded(which, withDocument)
        : jobs.describe(which, withDocument);
  }

  private Answer<Members, Problem> update(
      ThingName thing, Namespace namespace, String job, RequestBody body) {
    Optional<Status> status = body.status();
    Optional<StatusDetails> details = body.statusDetails();
    OptionalLong expected = body.expectedVersion();
    OptionalLong number = body.executionNumber();
    StepTimer timer = body.stepTimer(true);
    boolean withState = body.flag("includeJobExecutionState", false);
    boolean withDocument = body.flag("includeJobDocument", false);
    Optional<JobId> id = JobId.parse(job);
    if (id.isEmpty()) {
      return badJobId();
    }
    if (body.problem().isPresent() || status.isEmpty()) {
      return invalid(body);
    }
    var report = new Command.Report(status.get(), details, expected, timer);
    return answer(
        jobs.update(new Which(thing, namespace, id.get(), number), report, withDocument),
        shown -> updated(shown, withState));
  }

  private Members updated(Shown shown, boolean withState) {
    return out -> {
      if (withState) {
        Shapes.state(out, shown.execution());
      }
      shown.document().ifPresent(text -> Shapes.document(out, text, spelling));
    };
  }

  private Members next(ShownNext next) {
    return next.execution().map(this::execution).orElse(NOTHING);
  }

  private Members execution(Shown shown) {
    return out -> Shapes.execution(out, shown.execution(), shown.document(), spelling, shown.now());
  }

  /** A thing that nobody registered is refused, or counts as one with an empty queue. */
  private <T> Answer<Members, Problem> ofQueue(
      Answer<T, Refusal> answer, Function<T, Members> shape, Members empty) {
    boolean lenient = quirks.contains(Quirk.UNKNOWN_THING_EMPTY);
    return answer.fold(
        queue -> Answer.given(shape.apply(queue)),
        why ->
            lenient && why instanceof Refusal.NoThing
                ? Answer.given(empty)
                : Answer.refused(Problem.of(why)));
  }

  private static <T> Answer<Members, Problem> answer(
      Answer<T, Refusal> answer, Function<T, Members> shape) {
    return answer.fold(
        value -> Answer.given(shape.apply(value)), why -> Answer.refused(Problem.of(why)));
  }

  private static Answer<Members, Problem> invalid(RequestBody body) {
    return Answer.refused(
        Problem.of(DeviceError.INVALID_REQUEST, body.problem().orElse("the request is not valid")));
  }

  private static Answer<Members, Problem> badJobId() {
    return Answer.refused(
        Problem.of(
            DeviceError.INVALID_REQUEST,
            "jobId must match [a-zA-Z0-9_-]+ and have 1 to " + JobId.CHARS_MAX + " characters"));
  }
}
