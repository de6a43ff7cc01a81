package errand.server.wire.device;

import errand.core.app.Answer;
import errand.core.app.DeviceJobs;
import errand.core.app.DeviceJobs.Shown;
import errand.core.app.DeviceJobs.ShownNext;
import errand.core.app.DeviceJobs.Which;
import errand.core.app.Throttle;
import errand.core.execution.Command;
import errand.core.execution.Refusal;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.core.execution.StepTimer;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.server.wire.device.JobsTopic.Operation;
import errand.server.wire.device.Shapes.DocumentForm;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The four operations, between JSON and the use cases, the same for both transports but for the
 * form of the document. The result writes the operation's members only.
 */
final class DeviceCalls {
  private final DeviceJobs jobs;
  private final Throttle throttle;
  private final DocumentForm form;

  DeviceCalls(DeviceJobs jobs, Throttle throttle, DocumentForm form) {
    this.jobs = jobs;
    this.throttle = throttle;
    this.form = form;
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
    return answer(
        jobs.pending(thing, namespace), queue -> out -> Shapes.pending(out, queue.pending()));
  }

  private Answer<Members, Problem> startNext(
      ThingName thing, Namespace namespace, RequestBody body) {
    Optional<StatusDetails> details = body.statusDetails();
    StepTimer timer = body.stepTimer(false);
    if (body.problem().isPresent()) {
      return invalid(body);
    }
    return answer(jobs.startNext(thing, namespace, new Command.Start(details, timer)), this::next);
  }

  private Answer<Members, Problem> describe(
      ThingName thing, Namespace namespace, String job, RequestBody body) {
    OptionalLong number = body.executionNumber();
    boolean withDocument = body.flag("includeJobDocument", true);
    if (body.problem().isPresent()) {
      return invalid(body);
    }
    if (job.equals(JobsTopic.NEXT)) {
      return answer(jobs.describeNext(thing, namespace, withDocument), this::next);
    }
    return JobId.parse(job)
        .map(id -> new Which(thing, namespace, id, number))
        .map(which -> answer(jobs.describe(which, withDocument), this::execution))
        .orElseGet(DeviceCalls::badJobId);
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
      shown.document().ifPresent(text -> Shapes.document(out, text, form));
    };
  }

  // Nothing pending: no key at all, never null and never {} (device-protocol 2.6).
  private Members next(ShownNext next) {
    return next.execution().map(this::execution).orElse(_ -> {});
  }

  private Members execution(Shown shown) {
    return out -> Shapes.execution(out, shown.execution(), shown.document(), form, shown.now());
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
