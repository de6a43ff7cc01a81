package errand.core.fleet;

import errand.core.name.GroupName;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A static thing group.
 *
 * @param parent the group above it; a group never changes its parent
 * @param attributes name-value pairs, sorted by name; no value is empty
 * @param version counts changes, from 1
 */
public record Group(
    GroupId id,
    GroupName name,
    Optional<GroupName> parent,
    String description,
    SortedMap<String, String> attributes,
    long version,
    Instant createdAt) {
  public Group {
    attributes = new TreeMap<>(attributes);
  }

  /** True when creating the group again with this configuration changes nothing. */
  public boolean sameConfiguration(Group other) {
    return parent.equals(other.parent)
        && description.equals(other.description)
        && attributes.equals(other.attributes);
  }

  /** The group with another description and attributes, one version on. */
  public Group with(String otherDescription, AttributeChange change) {
    return new Group(
        id, name, parent, otherDescription, change.on(attributes), version + 1, createdAt);
  }
}
