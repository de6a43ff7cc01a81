package errand.server.store;

import errand.core.fleet.EventSettings;
import errand.core.fleet.EventSettings.Times;
import errand.core.fleet.EventType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link EventSettings} as they are stored; both times are there or none is. */
record EventsJson(
    Map<EventType, Boolean> enabled, @Nullable Long createdMillis, @Nullable Long changedMillis) {
  static EventsJson of(EventSettings settings) {
    return new EventsJson(
        settings.enabled(),
        settings.times().map(times -> times.createdAt().toEpochMilli()).orElse(null),
        settings.times().map(times -> times.changedAt().toEpochMilli()).orElse(null));
  }

  EventSettings settings() {
    Optional<Times> times =
        createdMillis == null || changedMillis == null
            ? Optional.empty()
            : Optional.of(
                new Times(
                    Instant.ofEpochMilli(createdMillis), Instant.ofEpochMilli(changedMillis)));
    return new EventSettings(enabled, times);
  }
}
