package errand.core.app;

import errand.core.app.CounterRows.Step;
import errand.core.execution.Status;
import errand.core.rollout.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a job's executions were spread over the statuses, from its creation on.
 *
 * @param from when the job was created
 * @param until when it completed, or now
 * @param slot time between two marks
 * @param marks at most {@link #MARKS_MAX}; how many executions were in each status at the end of
 *     each slot, nothing for none
 * @param plan how its placements would have gone by the rate alone; absent when nobody counted how
 *     many there will be
 */
public record Course(
    Instant from,
    Instant until,
    Duration slot,
    List<Map<Status, Long>> marks,
    Optional<Forecast> plan) {
  /** Most marks: more than a chart has room for. */
  public static final int MARKS_MAX = 300;

  private static final Duration SLOT_MIN = Duration.ofSeconds(1);

  public Course {
    marks = List.copyOf(marks);
  }

  /** The shortest slot, in whole seconds, in which so much time fits. */
  static Duration slot(Duration span) {
    var slot = Duration.ofSeconds(span.toSeconds() / (MARKS_MAX - 1) + 1);
    return slot.compareTo(SLOT_MIN) < 0 ? SLOT_MIN : slot;
  }

  /** Adds the steps up, to the slot that is running at {@code until}. */
  static Course of(
      Instant from, Duration slot, Instant until, List<Step> steps, Optional<Forecast> plan) {
    long last = Duration.between(from, until).toMillis() / slot.toMillis();
    var inOrder = steps.stream().sorted(Comparator.comparingLong(Step::slot)).toList();
    var counts = new EnumMap<Status, Long>(Status.class);
    var marks = new ArrayList<Map<Status, Long>>();
    int next = 0;
    for (long each = 0; each <= last && marks.size() < MARKS_MAX; each++) {
      while (next < inOrder.size() && inOrder.get(next).slot() <= each) {
        take(inOrder.get(next), counts);
        next++;
      }
      marks.add(Collections.unmodifiableMap(new EnumMap<>(counts)));
    }
    return new Course(from, until, slot, marks, plan);
  }

  private static void take(Step step, Map<Status, Long> counts) {
    step.from().ifPresent(status -> add(counts, status, -step.count()));
    add(counts, step.to(), step.count());
  }

  private static void add(Map<Status, Long> counts, Status status, long count) {
    long sum = counts.getOrDefault(status, 0L) + count;
    if (sum == 0) {
      counts.remove(status);
    } else {
      counts.put(status, sum);
    }
  }
}
