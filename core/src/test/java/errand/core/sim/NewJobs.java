package errand.core.sim;

import errand.core.app.JobsControl.NewJob;
import errand.core.app.JobsControl.TargetName;
import errand.core.job.AbortRule;
import errand.core.job.FailureType;
import errand.core.job.Plan;
import errand.core.job.RetryRule;
import errand.core.job.Selection;
import errand.core.job.Terms;
import errand.core.job.TermsChange;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.rollout.Rate;
import errand.core.schedule.Cron;
import errand.core.schedule.EndBehavior;
import errand.core.schedule.Moment;
import errand.core.schedule.Schedule;
import errand.core.schedule.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Draws jobs of every kind. */
final class NewJobs {
  private final World world;

  NewJobs(World world) {
    this.world = world;
  }

  NewJob drawn(JobId id, List<TargetName> targets) {
    var selection = world.random.nextBoolean() ? Selection.SNAPSHOT : Selection.CONTINUOUS;
    return new NewJob(
        id,
        Namespace.NONE,
        targets,
        selection,
        world.random.nextBoolean() ? Schedule.NONE : schedule(selection),
        terms(),
        Plan.Source.REQUEST,
        "{}");
  }

  private <T> Optional<T> maybe(double probability, Supplier<T> drawn) {
    return world.chance(probability) ? Optional.of(drawn.get()) : Optional.empty();
  }

  private Terms terms() {
    return new Terms(
        Optional.empty(),
        maybe(0.6, this::rate),
        maybe(0.4, this::abort).stream().toList(),
        maybe(0.5, this::timeout),
        maybe(0.6, this::retries).orElse(List.of()),
        Optional.empty());
  }

  /** A change of terms that is mostly allowed. */
  TermsChange change(Terms before) {
    List<RetryRule> none =
        before.retries().stream().map(rule -> new RetryRule(rule.failure(), 0)).toList();
    return new TermsChange(
        Optional.of("changed"),
        maybe(0.5, this::rate),
        maybe(0.2, () -> List.of(abort())),
        maybe(0.3, this::timeout),
        none.isEmpty() ? Optional.empty() : maybe(0.3, () -> none),
        Optional.empty());
  }

  private Rate rate() {
    if (world.chance(0.6)) {
      return new Rate(1 + world.random.nextInt(3), Optional.empty());
    }
    var by = world.random.nextBoolean() ? Rate.Criterion.NOTIFIED : Rate.Criterion.SUCCEEDED;
    var ramp = new Rate.Ramp(1, 11 + world.random.nextInt(30), by, 1 + world.random.nextInt(2));
    return new Rate(2 + world.random.nextInt(4), Optional.of(ramp));
  }

  private AbortRule abort() {
    FailureType failure = List.of(FailureType.values()).get(world.random.nextInt(4));
    return new AbortRule(failure, 1 + world.random.nextInt(10_000), 1 + world.random.nextInt(5));
  }

  private Duration timeout() {
    return Duration.ofMinutes(1 + world.random.nextInt(6));
  }

  private List<RetryRule> retries() {
    if (world.random.nextBoolean()) {
      return List.of(new RetryRule(FailureType.ALL, world.random.nextInt(4)));
    }
    return List.of(
        new RetryRule(FailureType.FAILED, world.random.nextInt(4)),
        new RetryRule(FailureType.TIMED_OUT, world.random.nextInt(3)));
  }

  private Schedule schedule(Selection selection) {
    Optional<Moment> start = maybe(0.5, () -> in(world.serverClock(), 1, 20));
    Instant begin = start.map(Moment::at).orElse(world.serverClock());
    Optional<Moment> end = maybe(0.5, () -> in(begin, 3, 40));
    return new Schedule(
        start,
        end,
        end.flatMap(at -> maybe(0.8, this::behavior)),
        selection == Selection.CONTINUOUS ? windows() : List.of());
  }

  private Moment in(Instant from, int minutesLeast, int minutesMost) {
    Instant at =
        from.plus(world.between(Duration.ofMinutes(minutesLeast), Duration.ofMinutes(minutesMost)));
    return new Moment(at, at.toString());
  }

  private EndBehavior behavior() {
    return List.of(EndBehavior.values()).get(world.random.nextInt(3));
  }

  // Up to two, which may lie apart, touch or overlap.
  private List<Window> windows() {
    var windows = new ArrayList<Window>();
    int count = world.random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String cron = "cron(%d/20 * * * ? *)".formatted(world.random.nextInt(20));
      windows.add(
          new Window(
              Cron.parse(cron).orElseThrow(), Duration.ofMinutes(2 + world.random.nextInt(8))));
    }
    return windows;
  }
}
