package errand.server.wire.control;

import errand.core.fleet.Indexing;
import errand.core.fleet.Indexing.ConnectivityMode;
import errand.core.fleet.Indexing.DefenderMode;
import errand.core.fleet.Indexing.Field;
import errand.core.fleet.Indexing.FieldType;
import errand.core.fleet.Indexing.Fields;
import errand.core.fleet.Indexing.Filter;
import errand.core.fleet.Indexing.GeoLocation;
import errand.core.fleet.Indexing.GroupMode;
import errand.core.fleet.Indexing.OfGroups;
import errand.core.fleet.Indexing.OfThings;
import errand.core.fleet.Indexing.ShadowMode;
import errand.core.fleet.Indexing.Sources;
import errand.core.fleet.Indexing.ThingMode;
import errand.server.wire.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the indexing configuration. Source: control-plane 10.3 [model]. */
final class IndexingShape {
  static final String THINGS = "thingIndexingConfiguration";
  static final String GROUPS = "thingGroupIndexingConfiguration";

  /** Most entries of each list [choice]: far above what AWS grants. */
  static final int LIST_MAX = 100;

  private static final Rule TEXT_LENGTH = Rule.length(1, 1024);
  private static final Rule SHADOW_LENGTH = Rule.length(1, 64);
  private static final Rule SHADOW =
      Rule.pattern(Pattern.compile("[$a-zA-Z0-9:_-]+"), "[$a-zA-Z0-9:_-]+");
  private static final Rule ORDER = Rule.oneOf(List.of("LatLon", "LonLat"));

  private IndexingShape() {}

  /** Empty when something required is missing or broken. */
  static Optional<OfThings> things(Input input) {
    var sources =
        new Sources(
            input
                .oneOf("thingConnectivityIndexingMode", ConnectivityMode.class)
                .orElse(ConnectivityMode.OFF),
            input.oneOf("deviceDefenderIndexingMode", DefenderMode.class).orElse(DefenderMode.OFF),
            input.oneOf("namedShadowIndexingMode", ShadowMode.class).orElse(ShadowMode.OFF));
    Fields fields = fields(input);
    Optional<Filter> filter = input.object("filter").map(IndexingShape::filter);
    input.require("thingIndexingMode");
    return input
        .oneOf("thingIndexingMode", ThingMode.class)
        .map(mode -> new OfThings(mode, sources, fields, filter));
  }

  /** Empty when something required is missing or broken. */
  static Optional<OfGroups> groups(Input input) {
    Fields fields = fields(input);
    input.require("thingGroupIndexingMode");
    return input
        .oneOf("thingGroupIndexingMode", GroupMode.class)
        .map(mode -> new OfGroups(mode, fields));
  }

  private static Fields fields(Input input) {
    return new Fields(fields(input, "managedFields"), fields(input, "customFields"));
  }

  private static List<Field> fields(Input input, String member) {
    return input.objects(member, 0, LIST_MAX).orElse(List.of()).stream()
        .map(each -> new Field(each.text("name", TEXT_LENGTH), each.oneOf("type", FieldType.class)))
        .toList();
  }

  private static Filter filter(Input input) {
    return new Filter(
        input.texts("namedShadowNames", 0, LIST_MAX, SHADOW_LENGTH, SHADOW).orElse(List.of()),
        input.objects("geoLocations", 0, LIST_MAX).orElse(List.of()).stream()
            .map(each -> new GeoLocation(each.text("name", TEXT_LENGTH), each.text("order", ORDER)))
            .toList());
  }

  static ObjectNode write(Indexing indexing) {
    ObjectNode node = Json.object();
    write(node.putObject(THINGS), indexing.things());
    ObjectNode groups = node.putObject(GROUPS);
    groups.put("thingGroupIndexingMode", indexing.groups().mode().name());
    write(groups, indexing.groups().fields());
    return node;
  }

  private static void write(ObjectNode node, OfThings things) {
    node.put("thingIndexingMode", things.mode().name());
    node.put("thingConnectivityIndexingMode", things.sources().connectivity().name());
    node.put("deviceDefenderIndexingMode", things.sources().defender().name());
    node.put("namedShadowIndexingMode", things.sources().namedShadows().name());
    write(node, things.fields());
    things.filter().ifPresent(filter -> write(node.putObject("filter"), filter));
  }

  private static void write(ObjectNode node, Fields fields) {
    write(node.putArray("managedFields"), fields.managed());
    write(node.putArray("customFields"), fields.custom());
  }

  private static void write(ArrayNode list, List<Field> fields) {
    for (Field each : fields) {
      ObjectNode node = list.addObject();
      each.name().ifPresent(name -> node.put("name", name));
      each.type().ifPresent(type -> node.put("type", type.name()));
    }
  }

  private static void write(ObjectNode node, Filter filter) {
    ArrayNode shadows = node.putArray("namedShadowNames");
    filter.namedShadows().forEach(shadows::add);
    if (!filter.geoLocations().isEmpty()) {
      ArrayNode places = node.putArray("geoLocations");
      for (GeoLocation each : filter.geoLocations()) {
        ObjectNode place = places.addObject();
        each.name().ifPresent(name -> place.put("name", name));
        each.order().ifPresent(order -> place.put("order", order));
      }
    }
  }
}
