package errand.core.sim;

import errand.core.app.Answer;
import errand.core.app.DeviceJobs.Shown;
import errand.core.app.DeviceJobs.ShownNext;
import errand.core.app.DeviceJobs.Which;
import errand.core.app.Picture;
import errand.core.execution.Command;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Refusal;
import errand.core.execution.Status;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;

/** Where requests of devices come in, with the laws on what they are answered. */
final class DeviceDesk {
  private final SimStore store;
  private final Plant plant;
  private final TreeMap<ExecutionKey, Execution> told =
      new TreeMap<>(
          Comparator.comparing((ExecutionKey key) -> key.thing().uuid())
              .thenComparing(ExecutionKey::job)
              .thenComparingLong(ExecutionKey::number));

  DeviceDesk(SimStore store, Plant plant) {
    this.store = store;
    this.plant = plant;
  }

  Answer<ShownNext, Refusal> startNext(SimServer.App app, ThingName thing, Command.Start start) {
    Answer<ShownNext, Refusal> answer = app.devices().startNext(thing, Namespace.NONE, start);
    answer.fold(ShownNext::execution, why -> Optional.<Shown>empty()).ifPresent(this::isOffered);
    return answer;
  }

  private void isOffered(Shown shown) {
    Execution given = shown.execution();
    Broken.unless(given.status() == Status.IN_PROGRESS, "start-next gives what then runs", given);
    Broken.unless(!store.picture().hidden(given), "hidden executions are never offered", given);
  }

  Answer<Shown, Refusal> report(SimServer.App app, Which which, Command.Report report) {
    Picture before = store.picture();
    Answer<Shown, Refusal> answer =
        app.devices().update(which, plant.reports().apply(report), false);
    answer
        .fold(Optional::of, why -> Optional.<Shown>empty())
        .ifPresent(shown -> fits(before, report, shown.execution()));
    return answer;
  }

  private static void fits(Picture before, Command.Report report, Execution after) {
    Optional<Execution> was = before.find(after.key());
    Broken.unless(was.isPresent(), "what is reported on was there", after);
    Broken.unless(
        report.expectedVersion().isEmpty()
            || report.expectedVersion().getAsLong() == was.get().version(),
        "a report with a stale version is refused",
        report + " on " + was);
    Broken.unless(!before.hidden(was.get()), "what is hidden cannot be started", was);
    Broken.unless(after.status() == report.status(), "an accepted report holds", after);
  }

  /** A device has heard this answer. */
  void told(Answer<?, Refusal> answer) {
    answer
        .fold(DeviceDesk::execution, why -> Optional.<Execution>empty())
        .ifPresent(
            each ->
                told.merge(
                    each.key(), each, (one, two) -> one.version() > two.version() ? one : two));
  }

  private static Optional<Execution> execution(Object answer) {
    return switch (answer) {
      case Shown shown -> Optional.of(shown.execution());
      case ShownNext next -> next.execution().map(Shown::execution);
      default -> throw new IllegalStateException("no answer to a device: " + answer);
    };
  }

  /** What a device was told is still true, or has moved on from there. */
  void check(Picture picture) {
    told.values().removeIf(heard -> !sameAsNow(heard, picture));
    for (Execution heard : told.values()) {
      Execution now = picture.find(heard.key()).orElseThrow();
      Broken.unless(
          now.version() >= heard.version() && (heard.pending() || now.status() == heard.status()),
          "what a device was told stays true",
          heard + " but " + now);
    }
  }

  // A deleted number may be given again, to another execution (control-plane 2.7).
  private static boolean sameAsNow(Execution heard, Picture picture) {
    return picture
        .find(heard.key())
        .filter(now -> now.origin().order() == heard.origin().order())
        .isPresent();
  }

  static String line(Answer<?, Refusal> answer) {
    return answer.fold(
        given ->
            execution(given)
                .map(each -> each.job() + "/" + each.key().number() + " " + each.status())
                .orElse("nothing"),
        why -> "refused: " + why.getClass().getSimpleName());
  }
}
