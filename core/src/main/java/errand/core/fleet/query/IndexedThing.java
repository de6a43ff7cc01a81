package errand.core.fleet.query;

import errand.core.fleet.Connectivity;
import errand.core.fleet.Installed;
import errand.core.fleet.Thing;
import errand.core.name.GroupName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A thing as the fleet index shows it. Of shadows there is one, {@code $package}, which jobs write.
 *
 * @param groups the groups that the thing itself is in, in name order; not those above them
 * @param connectivity absent when it never was connected, which counts as not connected
 * @param installed in the order of the packages' names
 */
public record IndexedThing(
    Thing thing,
    List<GroupName> groups,
    Optional<Connectivity> connectivity,
    List<Installed> installed)
    implements Searchable {
  /** How fields of what is installed begin; the package's name follows. */
  private static final String PACKAGES = Fields.SHADOW + "name.$package.reported.";

  private static final String VERSION = ".version";
  private static final String ATTRIBUTES = ".attributes.";

  public IndexedThing {
    groups = List.copyOf(groups);
    installed = List.copyOf(installed);
  }

  /** A thing that jobs brought nothing to. */
  public IndexedThing(Thing thing, List<GroupName> groups, Optional<Connectivity> connectivity) {
    this(thing, groups, connectivity, List.of());
  }

  @Override
  public List<String> values(String field) {
    if (field.startsWith(Fields.ATTRIBUTES)) {
      String value = thing.attributes().get(field.substring(Fields.ATTRIBUTES.length()));
      return value == null ? List.of() : List.of(value);
    }
    if (field.startsWith(PACKAGES)) {
      String rest = field.substring(PACKAGES.length());
      return installed.stream().flatMap(each -> reported(each, rest).stream()).toList();
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
      // Other shadows and what lies beyond.
      default -> List.of();
    };
  }

  // Names of packages may have dots, so the field is held against each name.
  private static Optional<String> reported(Installed each, String rest) {
    String name = each.name().text();
    if (!rest.startsWith(name)) {
      return Optional.empty();
    }
    String member = rest.substring(name.length());
    if (member.equals(VERSION)) {
      return Optional.of(each.version().text());
    }
    return member.startsWith(ATTRIBUTES)
        ? Optional.ofNullable(each.attributes().get(member.substring(ATTRIBUTES.length())))
        : Optional.empty();
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
    for (Installed each : installed) {
      all.add(each.version().text());
      all.addAll(each.attributes().values());
    }
    return all;
  }
}
