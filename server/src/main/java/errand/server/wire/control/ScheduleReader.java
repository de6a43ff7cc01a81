package errand.server.wire.control;

import errand.core.schedule.Cron;
import errand.core.schedule.EndBehavior;
import errand.core.schedule.Moment;
import errand.core.schedule.Schedule;
import errand.core.schedule.Window;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code schedulingConfig}. Source: control-plane 5. */
final class ScheduleReader {
  /** Most windows of one job or template [choice]: each is asked at every change of the job. */
  static final int WINDOWS_MAX = 100;

  private static final Duration SOON = Duration.ofMinutes(30);
  private static final Period START_MAX = Period.ofYears(1);
  private static final Period END_MAX = Period.ofYears(2);

  private final Instant now;
  private Optional<String> problem = Optional.empty();

  ScheduleReader(Instant now) {
    this.now = now;
  }

  /** What is wrong, for the sender. */
  Optional<String> problem() {
    return problem;
  }

  Schedule read(Optional<Input> config, boolean continuous) {
    return config.map(each -> read(each, continuous)).orElse(Schedule.NONE);
  }

  private Schedule read(Input config, boolean continuous) {
    Optional<Moment> start = moment(config, "startTime");
    Optional<Moment> end = moment(config, "endTime");
    Optional<EndBehavior> behavior =
        config.text("endBehavior", Rule.oneOf(EndBehavior.class)).map(EndBehavior::valueOf);
    List<Window> windows =
        windows(config.objects("maintenanceWindows", 0, WINDOWS_MAX).orElse(List.of()));
    start.ifPresent(this::checkStart);
    end.ifPresent(moment -> checkEnd(moment, start));
    if (behavior.isPresent() && end.isEmpty()) {
      wrong("EndBehavior can be given only together with endTime.");
    }
    if (!windows.isEmpty() && !continuous) {
      wrong("TargetSelection is invalid. MaintenanceWindow cannot be used with SNAPSHOT job.");
    }
    return new Schedule(start, end, behavior, windows);
  }

  /** Maintenance windows, of a schedule or a template. */
  List<Window> windows(List<Input> inputs) {
    var windows = new ArrayList<Window>();
    for (Input each : inputs) {
      Optional<String> text = each.requiredText("startTime", Rule.length(1, 256));
      Optional<Long> minutes = each.requiredWhole("durationInMinutes", 1, Window.MINUTES_MAX);
      Optional<Cron> cron = text.flatMap(Cron::parse);
      if (text.isPresent() && cron.isEmpty()) {
        wrong(
            "MaintenanceWindow startTime '"
                + text.get()
                + "' is not a cron expression of six fields, such as cron(0 2 ? * MON *).");
      }
      if (cron.isPresent() && cron.get().next(now).isEmpty()) {
        wrong("MaintenanceWindow startTime '" + text.orElse("") + "' never comes.");
      }
      if (cron.isPresent() && minutes.isPresent()) {
        windows.add(new Window(cron.get(), Duration.ofMinutes(minutes.get())));
      }
    }
    return windows;
  }

  private Optional<Moment> moment(Input config, String name) {
    Optional<String> text = config.text(name, Rule.length(1, 64));
    Optional<Moment> moment = text.flatMap(each -> instant(each).map(at -> new Moment(at, each)));
    if (text.isPresent() && moment.isEmpty()) {
      wrong(name + " '" + text.get() + "' is not a time; write it as 2027-01-31T02:30, in UTC.");
    }
    return moment;
  }

  private void checkStart(Moment start) {
    if (start.at().isBefore(now.plus(SOON)) || start.at().isAfter(plus(START_MAX))) {
      wrong("StartTime must be at least 30 minutes and at most one year from now.");
    }
  }

  private void checkEnd(Moment end, Optional<Moment> start) {
    if (end.at().isBefore(now.plus(SOON)) || end.at().isAfter(plus(END_MAX))) {
      wrong("EndTime must be at least 30 minutes and at most two years from now.");
    }
    if (start.filter(begin -> end.at().isBefore(begin.at().plus(SOON))).isPresent()) {
      wrong("EndTime must be at least 30 minutes after startTime.");
    }
  }

  private Instant plus(Period period) {
    return now.atOffset(ZoneOffset.UTC).plus(period).toInstant();
  }

  // What the service writes itself, and what people and tools send besides (control-plane 5).
  private static Optional<Instant> instant(String text) {
    if (text.matches("[0-9]{9,11}(\\.[0-9]{1,9})?")) {
      int dot = text.indexOf('.');
      String seconds = dot < 0 ? text : text.substring(0, dot);
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)));
    }
    String iso = text.strip().replaceFirst(" ", "T");
    try {
      return Optional.of(
          iso.matches(".*(Z|z|[+-][0-9]{2}:?[0-9]{2})$") && iso.length() > 16
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private void wrong(String sentence) {
    if (problem.isEmpty()) {
      problem = Optional.of(sentence);
    }
  }
}
