package errand.server.wire.control;

import errand.core.app.Page;
import errand.core.app.Registry;
import errand.core.fleet.Thing;
import errand.core.name.ThingName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Things. Source: control-plane 10.1. */
final class ThingOperations {
  private static final String LIST = "ListThings";

  private final Registry registry;

  ThingOperations(Registry registry) {
    this.registry = registry;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/things/{thingName}", "CreateThing", this::create),
        Route.of("GET", "/things/{thingName}", "DescribeThing", this::describe),
        Route.of("GET", "/things", LIST, this::list));
  }

  private RestReply create(Request request) {
    Optional<ThingName> name = request.thingName(0);
    Optional<String> type =
        request.body().text("thingTypeName", Rule.length(1, 128), Rule.THING_NAME);
    var attributes = Attributes.read(request.body().object("attributePayload"));
    return request.checked(
        () ->
            Replies.of(
                registry.createThing(name.orElseThrow(), type, attributes),
                thing -> RestReply.ok(names(request.arns(), thing))));
  }

  private RestReply describe(Request request) {
    Optional<ThingName> name = request.thingName(0);
    return request.checked(
        () ->
            Replies.of(
                registry.describeThing(name.orElseThrow()),
                thing -> {
                  ObjectNode node = names(request.arns(), thing);
                  node.put("defaultClientId", thing.name().text());
                  return RestReply.ok(described(node, thing));
                }));
  }

  private RestReply list(Request request) {
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () ->
            Paging.from(token, LIST)
                .fold(
                    after -> RestReply.ok(page(request, after.flatMap(ThingName::parse), length)),
                    Replies::refused));
  }

  private ObjectNode page(Request request, Optional<ThingName> after, int length) {
    Page<Thing> page = registry.listThings(after, length);
    ObjectNode node = Json.object();
    ArrayNode things = node.putArray("things");
    for (Thing each : page.items()) {
      ObjectNode entry = things.addObject();
      entry.put("thingName", each.name().text());
      entry.put("thingArn", request.arns().thing(each.name()));
      described(entry, each);
    }
    Paging.next(node, page, LIST, thing -> thing.name().text());
    return node;
  }

  private static ObjectNode names(Arns arns, Thing thing) {
    return Json.object()
        .put("thingName", thing.name().text())
        .put("thingArn", arns.thing(thing.name()))
        .put("thingId", thing.id().toString());
  }

  private static ObjectNode described(ObjectNode node, Thing thing) {
    thing.typeName().ifPresent(type -> node.put("thingTypeName", type));
    ObjectNode attributes = node.putObject("attributes");
    thing.attributes().forEach(attributes::put);
    return node.put("version", thing.version());
  }
}
