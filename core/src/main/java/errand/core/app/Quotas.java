package errand.core.app;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much an account may have of each thing. Each limit is the most that is accepted; one more is
 * refused. What an operator has beyond a limit that was lowered later stays.
 *
 * @param chosen limits that differ from the usual ones, 0 or more
 */
public record Quotas(Map<Quota, Integer> chosen) {
  /** What AWS grants. */
  public static final Quotas AWS = new Quotas(Map.of());

  public Quotas {
    var sorted = new EnumMap<Quota, Integer>(Quota.class);
    chosen.forEach(
        (quota, most) -> {
          if (most < 0) {
            throw new IllegalArgumentException(quota.key() + " cannot be " + most);
          }
          sorted.put(quota, most);
        });
    chosen = Collections.unmodifiableMap(sorted);
  }

  /** The most that is accepted. */
  public int most(Quota quota) {
    return chosen.getOrDefault(quota, quota.usual());
  }

  /** These quotas with another limit. */
  public Quotas with(Quota quota, int most) {
    var all = new EnumMap<Quota, Integer>(Quota.class);
    all.putAll(chosen);
    all.put(quota, most);
    return new Quotas(all);
  }
}
