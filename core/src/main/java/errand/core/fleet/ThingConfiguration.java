package errand.core.fleet;

import errand.core.name.ThingTypeName;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an operator says about a thing.
 *
 * @param attributes name-value pairs, sorted by name; no value is empty
 * @param billingGroup kept and shown, without any other effect
 */
public record ThingConfiguration(
    Optional<ThingTypeName> type,
    SortedMap<String, String> attributes,
    Optional<String> billingGroup) {
  /** No type, no attributes, no billing group. */
  public static final ThingConfiguration NONE =
      new ThingConfiguration(Optional.empty(), new TreeMap<>(), Optional.empty());

  public ThingConfiguration {
    attributes = new TreeMap<>(attributes);
  }

  /** The same with another type or none. */
  public ThingConfiguration typed(Optional<ThingTypeName> other) {
    return new ThingConfiguration(other, attributes, billingGroup);
  }

  /** The same with changed attributes. */
  public ThingConfiguration with(AttributeChange change) {
    return new ThingConfiguration(type, change.on(attributes), billingGroup);
  }
}
