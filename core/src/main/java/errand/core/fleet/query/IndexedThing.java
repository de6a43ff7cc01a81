package errand.core.fleet.query;

import errand.core.fleet.Connectivity;
import errand.core.fleet.Thing;
import errand.core.name.GroupName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A thing as the fleet index shows it. Shadows are not indexed: their fields have no values.
 *
 * @param groups the groups that the thing itself is in, in name order; not those above them
 * @param connectivity absent when it never was connected, which counts as not connected
 */
public record IndexedThing(Thing thing, List<GroupName> groups, Optional<Connectivity> connectivity)
    implements Searchable {
  public IndexedThing {
    groups = List.copyOf(groups);
  }

  @Override
  public List<String> values(String field) {
    if (field.startsWith(Fields.ATTRIBUTES)) {
      String value = thing.attributes().get(field.substring(Fields.ATTRIBUTES.length()));
      return value == null ? List.of() : List.of(value);
    }
    return switch (field) {
      case Fields.THING_NAME -> List.of(thing.name().text());
      case Fields.THING_ID -> List.of(thing.id().toString());
      case Fields.THING_TYPE_NAME -> thing.typeName().map(List::of).orElse(List.of());
      case Fields.THING_GROUP_NAMES -> groups.stream().map(GroupName::text).toList();
      case Fields.CONNECTED ->
          List.of(String.valueOf(connectivity.map(Connectivity::connected).orElse(false)));
      case Fields.TIMESTAMP ->
          one(connectivity.map(each -> String.valueOf(each.since().toEpochMilli())));
      case Fields.DISCONNECT_REASON ->
          one(connectivity.flatMap(Connectivity::reason).map(Enum::name));
      // Shadows and what lies beyond; package versions, when they come, are shadow.name.$package.….
      default -> List.of();
    };
  }

  private static List<String> one(Optional<String> value) {
    return value.map(List::of).orElse(List.of());
  }

  @Override
  public List<String> everything() {
    var all = new ArrayList<String>();
    all.add(thing.name().text());
    all.add(thing.id().toString());
    thing.typeName().ifPresent(all::add);
    groups.forEach(group -> all.add(group.text()));
    all.addAll(thing.attributes().values());
    return all;
  }
}
