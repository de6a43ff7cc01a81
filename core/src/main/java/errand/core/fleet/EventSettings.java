package errand.core.fleet;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which events the account wants.
 *
 * @param enabled by type; a type without an entry is off
 * @param times absent while nobody has ever chosen
 */
public record EventSettings(Map<EventType, Boolean> enabled, Optional<Times> times) {
  /** Every event is off until an operator turns it on. */
  public static final EventSettings UNTOUCHED = new EventSettings(Map.of(), Optional.empty());

  public EventSettings {
    var copy = new EnumMap<EventType, Boolean>(EventType.class);
    copy.putAll(enabled);
    enabled = Collections.unmodifiableMap(copy);
  }

  /** When the settings were first chosen, and when last. */
  public record Times(Instant createdAt, Instant changedAt) {}

  public boolean on(EventType type) {
    return enabled.getOrDefault(type, false);
  }

  /** The settings with some types chosen anew; the others stay. */
  public EventSettings with(Map<EventType, Boolean> chosen, Instant now) {
    var all = new EnumMap<EventType, Boolean>(EventType.class);
    all.putAll(enabled);
    all.putAll(chosen);
    Instant created = times.map(Times::createdAt).orElse(now);
    return new EventSettings(all, Optional.of(new Times(created, now)));
  }
}
