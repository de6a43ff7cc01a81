package errand.server.store;

import errand.core.schedule.Cron;
import errand.core.schedule.EndBehavior;
import errand.core.schedule.Moment;
import errand.core.schedule.Schedule;
import errand.core.schedule.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link Schedule} as it is stored. */
record ScheduleJson(
    @Nullable MomentJson start,
    @Nullable MomentJson end,
    @Nullable EndBehavior endBehavior,
    @Nullable List<WindowJson> windows) {
  static @Nullable ScheduleJson of(Schedule schedule) {
    if (schedule.none()) {
      return null;
    }
    return new ScheduleJson(
        schedule.start().map(MomentJson::of).orElse(null),
        schedule.end().map(MomentJson::of).orElse(null),
        schedule.endBehavior().orElse(null),
        schedule.windows().stream().map(WindowJson::of).toList());
  }

  Schedule schedule() {
    return new Schedule(
        Optional.ofNullable(start).map(MomentJson::moment),
        Optional.ofNullable(end).map(MomentJson::moment),
        Optional.ofNullable(endBehavior),
        windows == null ? List.of() : windows.stream().map(WindowJson::window).toList());
  }

  record MomentJson(long atMillis, String text) {
    static MomentJson of(Moment moment) {
      return new MomentJson(moment.at().toEpochMilli(), moment.text());
    }

    Moment moment() {
      return new Moment(Instant.ofEpochMilli(atMillis), text);
    }
  }

  record WindowJson(String cron, long minutes) {
    static WindowJson of(Window window) {
      return new WindowJson(window.cron().text(), window.length().toMinutes());
    }

    Window window() {
      return new Window(
          Cron.parse(cron)
              .orElseThrow(
                  () -> new IllegalStateException("a stored cron does not parse: " + cron)),
          Duration.ofMinutes(minutes));
    }
  }
}
