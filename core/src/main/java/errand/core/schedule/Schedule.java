package errand.core.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a job may place executions and have them started. Instants are compared as "due at": a start
 * at T is reached at T. Source: control-plane 5.
 *
 * @param endBehavior only together with an end
 * @param windows none means always
 */
public record Schedule(
    Optional<Moment> start,
    Optional<Moment> end,
    Optional<EndBehavior> endBehavior,
    List<Window> windows) {
  public static final Schedule NONE =
      new Schedule(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  /** Openings shown ahead. */
  public static final int SHOWN_OPENINGS = 7;

  // Windows that touch each other are followed so far to find when all of them are closed.
  private static final int CHAIN_MAX = 64;

  public Schedule {
    windows = List.copyOf(windows);
  }

  /** True when nothing is asked for. */
  public boolean none() {
    return equals(NONE);
  }

  /** The same with other windows. */
  public Schedule with(List<Window> others) {
    return new Schedule(start, end, endBehavior, others);
  }

  /** True when the start is reached and, where there are windows, one is open. Ignores the end. */
  public boolean openAt(Instant now) {
    return startReached(now)
        && (windows.isEmpty() || windows.stream().anyMatch(window -> window.openAt(now)));
  }

  public boolean endReached(Instant now) {
    return end.filter(moment -> !now.isBefore(moment.at())).isPresent();
  }

  private boolean startReached(Instant now) {
    return start.filter(moment -> now.isBefore(moment.at())).isEmpty();
  }

  /** When it opens next, strictly after an instant at which it is not open. */
  public Optional<Instant> nextOpening(Instant after) {
    Optional<Instant> begin = start.map(Moment::at).filter(at -> at.isAfter(after));
    if (windows.isEmpty()) {
      return begin;
    }
    if (begin.isPresent() && openAt(begin.get())) {
      return begin;
    }
    Instant from = begin.orElse(after);
    return windows.stream()
        .flatMap(window -> window.nextOpening(from).stream())
        .min(Instant::compareTo);
  }

  /** When it closes, for an instant at which it is open; empty when it never does. */
  public Optional<Instant> closing(Instant now) {
    if (windows.isEmpty()) {
      return Optional.empty();
    }
    Instant at = now;
    for (int link = 0; link < CHAIN_MAX; link++) {
      Instant reached = at;
      Optional<Instant> later =
          windows.stream()
              .flatMap(window -> window.closes(reached).stream())
              .max(Instant::compareTo);
      if (later.isEmpty()) {
        return Optional.of(reached);
      }
      at = later.get();
    }
    return Optional.of(at);
  }

  /** The next openings after an instant, at most {@link #SHOWN_OPENINGS}, none after the end. */
  public List<Instant> openings(Instant after) {
    var openings = new ArrayList<Instant>();
    Optional<Instant> next = nextWindowOpening(after);
    while (next.isPresent() && openings.size() < SHOWN_OPENINGS && !endReached(next.get())) {
      openings.add(next.get());
      next = nextWindowOpening(next.get());
    }
    return openings;
  }

  private Optional<Instant> nextWindowOpening(Instant after) {
    Instant from =
        Stream.concat(start.map(moment -> moment.at().minusNanos(1)).stream(), Stream.of(after))
            .max(Instant::compareTo)
            .orElse(after);
    return windows.isEmpty()
        ? start.map(Moment::at).filter(at -> at.isAfter(after))
        : windows.stream()
            .flatMap(window -> window.nextOpening(from).stream())
            .min(Instant::compareTo);
  }
}
