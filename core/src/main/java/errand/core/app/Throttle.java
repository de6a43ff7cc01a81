package errand.core.app;

import errand.core.name.ThingName;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Refuses requests that come faster than the operator wants: per thing, for all things together,
 * and for the control plane. Without a setting everything passes. For all threads.
 */
public final class Throttle {
  /** Things whose buckets are held; about 100 bytes each. */
  static final int THINGS_MAX = 100_000;

  /** The two groups AWS counts the device plane in. Source: device-protocol 6.3 [doc]. */
  public enum Kind {
    /** DescribeJobExecution and GetPendingJobExecutions. */
    READ,
    /** StartNextPendingJobExecution and UpdateJobExecution. */
    WRITE
  }

  /**
   * Requests a second, each also the most at once; empty for no limit.
   *
   * @param thing of one thing, reads and writes together
   * @param account reads of all things together, and writes of all things together
   * @param control calls of the control plane
   */
  public record Limits(OptionalInt thing, OptionalInt account, OptionalInt control) {
    /** No limit. Source: device-protocol 6.3, a pick of ours. */
    public static final Limits NONE =
        new Limits(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  private enum Group {
    READS,
    WRITES,
    CONTROL
  }

  private final InstantSource clock;
  private final Optional<Paces<ThingName>> things;
  private final Optional<Paces<Group>> account;
  private final Optional<Paces<Group>> control;

  public Throttle(Limits limits, InstantSource clock) {
    this.clock = clock;
    things = paces(limits.thing(), THINGS_MAX);
    account = paces(limits.account(), Group.values().length);
    control = paces(limits.control(), Group.values().length);
  }

  /** Lets everything pass. */
  public static Throttle none(InstantSource clock) {
    return new Throttle(Limits.NONE, clock);
  }

  private static <K> Optional<Paces<K>> paces(OptionalInt perSecond, int keysMax) {
    return perSecond.isPresent()
        ? Optional.of(new Paces<>(new Pace(perSecond.getAsInt()), keysMax))
        : Optional.empty();
  }

  /** Whether a device request may be carried out; a yes counts it. */
  public boolean admits(ThingName thing, Kind kind) {
    if (things.isEmpty() && account.isEmpty()) {
      return true;
    }
    var now = Pace.micros(clock.instant());
    var group = kind == Kind.READ ? Group.READS : Group.WRITES;
    // Who is over the own limit must not use up that of all: asked first, counted second.
    return account.filter(all -> !all.admits(group, now)).isEmpty()
        && things.filter(each -> !each.admit(thing, now)).isEmpty()
        && account.filter(all -> !all.admit(group, now)).isEmpty();
  }

  /** Whether a call of the control plane may be carried out; a yes counts it. */
  public boolean admitsControl() {
    return control.filter(all -> !all.admit(Group.CONTROL, Pace.micros(clock.instant()))).isEmpty();
  }
}
