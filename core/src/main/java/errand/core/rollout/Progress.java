package errand.core.rollout;

import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a rollout has come. Targets are taken in the order of the request, the groups of a target
 * in name order, the members of a group in name order.
 *
 * @param target index of the target being walked
 * @param group the group being walked, within a group target; absent at its beginning
 * @param after the last thing taken in that group; absent at its beginning
 * @param notified executions placed so far
 * @param minute the minute being filled; absent before the first
 * @param done every target has been walked
 */
public record Progress(
    int target,
    Optional<GroupName> group,
    Optional<ThingName> after,
    long notified,
    Optional<Minute> minute,
    boolean done) {
  public static final Progress NOT_BEGUN =
      new Progress(0, Optional.empty(), Optional.empty(), 0, Optional.empty(), false);

  /**
   * One minute of a rollout.
   *
   * @param rate executions that may be placed in it, fixed at its beginning
   */
  public record Minute(Instant from, int rate, int placed) {}

  /** The same place, with so many more placed in this minute. */
  public Progress placed(Minute in, int count) {
    var filled = new Minute(in.from(), in.rate(), in.placed() + count);
    return new Progress(target, group, after, notified + count, Optional.of(filled), done);
  }

  /** After a thing of a group. */
  public Progress past(GroupName in, Optional<ThingName> thing) {
    return new Progress(target, Optional.of(in), thing, notified, minute, done);
  }

  /** At the beginning of the next target. */
  public Progress nextTarget() {
    return new Progress(target + 1, Optional.empty(), Optional.empty(), notified, minute, done);
  }

  /** Not at the end any more: targets were added behind those walked. */
  public Progress again() {
    return new Progress(target, group, after, notified, minute, false);
  }

  /** At the end. */
  public Progress finished() {
    return new Progress(target, Optional.empty(), Optional.empty(), notified, minute, true);
  }
}
