package errand.server.wire.control;

import errand.core.app.Page;
import errand.core.app.ThingRows.AttributePlace;
import errand.core.app.ThingRows.AttributeSearch;
import errand.core.app.Things;
import errand.core.fleet.Thing;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** ListThings. Source: control-plane 10.1. */
final class ThingLists {
  static final String OPERATION = "ListThings";

  private final Things things;

  ThingLists(Things things) {
    this.things = things;
  }

  /** What things are listed by. */
  private record By(
      Optional<ThingTypeName> type,
      Optional<String> attribute,
      Optional<String> value,
      boolean prefix) {
    // As the service does ([issue], aws-sdk-js 4237).
    Optional<String> problem() {
      if (type.isPresent() && (attribute.isPresent() || value.isPresent())) {
        return Optional.of(
            "Listing things by the combination of attribute and thing type is not supported");
      }
      return attribute.isEmpty() && (value.isPresent() || prefix)
          ? Optional.of("attributeValue and usePrefixAttributeValue need an attributeName.")
          : Optional.empty();
    }

    /** A name without a value finds whatever has the attribute [choice]. */
    AttributeSearch search() {
      return new AttributeSearch(
          attribute.orElseThrow(), value.orElse(""), prefix || value.isEmpty());
    }
  }

  RestReply list(Request request) {
    var by =
        new By(
            request
                .parameter("thingTypeName", Rule.NAME_LENGTH, Rule.THING_NAME)
                .flatMap(ThingTypeName::parse),
            request.parameter("attributeName", Attributes.NAME_LENGTH, Attributes.NAME),
            request.parameter("attributeValue", Attributes.VALUE_LENGTH, Attributes.VALUE),
            request.flag("usePrefixAttributeValue"));
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    String seal = request.seal(by);
    return request.checked(
        by.problem(),
        () ->
            by.attribute().isPresent()
                ? Paging.from(token, seal, ThingLists::place)
                    .fold(
                        after -> RestReply.ok(found(request, by.search(), after, length, seal)),
                        Replies::refused)
                : Paging.from(token, seal, ThingName::new)
                    .fold(
                        after -> RestReply.ok(named(request, by, after, length, seal)),
                        Replies::refused));
  }

  private ObjectNode found(
      Request request,
      AttributeSearch search,
      Optional<AttributePlace> after,
      int length,
      String seal) {
    Page<Thing> page = things.list(search, after, length);
    return page(request.arns(), page, seal, thing -> key(thing, search));
  }

  private ObjectNode named(
      Request request, By by, Optional<ThingName> after, int length, String seal) {
    Page<Thing> page =
        by.type().isPresent()
            ? things.list(by.type().get(), after, length)
            : things.list(after, length);
    return page(request.arns(), page, seal, thing -> thing.name().text());
  }

  private static String key(Thing thing, AttributeSearch search) {
    return thing.name() + "/" + thing.attributes().get(search.name());
  }

  private static AttributePlace place(String key) {
    int slash = key.indexOf('/');
    return new AttributePlace(key.substring(slash + 1), new ThingName(key.substring(0, slash)));
  }

  private static ObjectNode page(
      Arns arns, Page<Thing> page, String seal, Function<Thing, String> key) {
    ObjectNode node = Json.object();
    ArrayNode things = node.putArray("things");
    for (Thing each : page.items()) {
      ObjectNode entry = things.addObject();
      entry.put("thingName", each.name().text());
      entry.put("thingArn", arns.thing(each.name()));
      ThingOperations.described(entry, each);
    }
    Paging.next(node, page, seal, key);
    return node;
  }
}
