package errand.core.execution;

import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What subscribers are told about a thing's queue, as it was when the change was committed. Source:
 * device-protocol 4.
 *
 * @param setChanged owes a list notification
 * @param nextChanged owes a next notification
 * @param pending the queue after the change, in order, at most {@link Pending#SHOWN_MAX}
 */
public record Notice(
    ThingName thing,
    Namespace namespace,
    Instant at,
    boolean setChanged,
    boolean nextChanged,
    List<Execution> pending) {
  public Notice {
    pending = List.copyOf(pending);
  }

  /**
   * What a change owes, by identity and never by details: the set of pending executions changed, or
   * another one (job and number) is next. Source: device-protocol 4.4.
   */
  public static Optional<Notice> between(
      Pending before, Pending after, ThingName thing, Namespace namespace, Instant at) {
    boolean set =
        before.inOrder().size() != after.inOrder().size()
            || !after.inOrder().stream().allMatch(each -> before.has(each.key()));
    boolean next = !before.next().map(Execution::key).equals(after.next().map(Execution::key));
    return set || next
        ? Optional.of(new Notice(thing, namespace, at, set, next, after.shown()))
        : Optional.empty();
  }

  /** The execution that is next, absent when the queue is empty. */
  public Optional<Execution> next() {
    return pending.stream().findFirst();
  }
}
