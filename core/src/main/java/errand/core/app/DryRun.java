package errand.core.app;

import errand.core.app.JobsControl.NewJob;
import errand.core.fleet.ThingId;
import errand.core.job.Job;
import errand.core.job.Target;
import errand.core.name.ThingName;
import errand.core.rollout.Forecast;
import errand.core.rollout.Rate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what a job would do, without creating anything: same targets, same walk, same arithmetic.
 */
public final class DryRun {
  /** Things looked at in one step of the walk. */
  private static final int STEP = 1000;

  private final Store store;
  private final InstantSource clock;
  private final Admission admission;
  private final Documents documents;

  /** For jobs whose documents name no files. */
  public DryRun(Store store, InstantSource clock, Quotas quotas) {
    this(store, clock, quotas, new Documents(Links.NOWHERE));
  }

  public DryRun(Store store, InstantSource clock, Quotas quotas, Documents documents) {
    this.admission = new Admission(quotas);
    this.store = store;
    this.clock = clock;
    this.documents = documents;
  }

  /**
   * What would happen.
   *
   * @param things in the order of the walk; one that several targets reach is in it once
   * @param lastPlacedAt when the last of them would get its execution; absent when some never would
   * @param overBy when the last would time out at the latest; absent without a timeout
   */
  public record Planned(
      Instant now,
      List<ThingName> things,
      Forecast forecast,
      Optional<Instant> lastPlacedAt,
      Optional<Instant> overBy) {
    public Planned {
      things = List.copyOf(things);
    }
  }

  /** The plan of a job; refused for the reasons that creating it would be. */
  public Answer<Planned, ControlRefusal> plan(NewJob wanted) {
    Instant now = clock.instant();
    Answer<List<Target>, ControlRefusal> targets =
        store.read(
            tx ->
                admission
                    .targets(tx, wanted)
                    .then(found -> documents.settle(tx, wanted).then(_ -> Answer.given(found)))
                    .then(found -> admission.room(tx, begun(wanted, found, now)))
                    .then(job -> Answer.given(job.plan().targets())));
    return targets.fold(found -> Answer.given(planned(wanted, found, now)), Answer::refused);
  }

  private Planned planned(NewJob wanted, List<Target> targets, Instant now) {
    List<ThingName> things = things(begun(wanted, targets, now));
    Rate rate = wanted.terms().rate().orElse(Rate.DEFAULT);
    Forecast forecast = Forecast.of(rate, wanted.schedule(), things.size(), now);
    Optional<Instant> last =
        forecast.complete()
            ? Optional.of(forecast.minutes().isEmpty() ? now : forecast.minutes().getLast().from())
            : Optional.empty();
    Optional<Instant> overBy = last.flatMap(at -> wanted.terms().inProgressTimeout().map(at::plus));
    return new Planned(now, things, forecast, last, overBy);
  }

  private static Job begun(NewJob wanted, List<Target> targets, Instant now) {
    return JobsControl.begun(wanted, targets, now, Long.MAX_VALUE);
  }

  // A look for each step, so that the plan of a great fleet holds up neither readers nor the store.
  private List<ThingName> things(Job job) {
    var names = new ArrayList<ThingName>();
    Set<ThingId> seen = new HashSet<>();
    Job walked = job;
    while (!walked.progress().done()) {
      Job from = walked;
      Walk.Found found = store.read(tx -> Walk.step(tx, from, STEP, STEP));
      for (Walk.Candidate each : found.candidates()) {
        if (seen.add(each.id())) {
          names.add(each.name());
        }
      }
      walked = walked.with(found.progress());
    }
    return names;
  }
}
