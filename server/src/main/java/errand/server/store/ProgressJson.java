package errand.server.store;

import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.core.rollout.Progress;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link Progress} as it is stored. */
record ProgressJson(
    int target,
    @Nullable String group,
    @Nullable String after,
    long notified,
    @Nullable MinuteJson minute,
    boolean done) {
  static ProgressJson of(Progress progress) {
    return new ProgressJson(
        progress.target(),
        progress.group().map(GroupName::text).orElse(null),
        progress.after().map(ThingName::text).orElse(null),
        progress.notified(),
        progress.minute().map(MinuteJson::of).orElse(null),
        progress.done());
  }

  Progress progress() {
    return new Progress(
        target,
        Optional.ofNullable(group).map(GroupName::new),
        Optional.ofNullable(after).map(ThingName::new),
        notified,
        Optional.ofNullable(minute).map(MinuteJson::minute),
        done);
  }

  record MinuteJson(long fromMillis, int rate, int placed) {
    static MinuteJson of(Progress.Minute minute) {
      return new MinuteJson(minute.from().toEpochMilli(), minute.rate(), minute.placed());
    }

    Progress.Minute minute() {
      return new Progress.Minute(Instant.ofEpochMilli(fromMillis), rate, placed);
    }
  }
}
