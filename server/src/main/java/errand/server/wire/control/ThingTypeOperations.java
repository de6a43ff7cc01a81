package errand.server.wire.control;

import errand.core.app.Page;
import errand.core.app.ThingTypes;
import errand.core.fleet.ThingType;
import errand.core.name.ThingTypeName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Thing types. Source: control-plane 10.1. */
final class ThingTypeOperations {
  private static final String LIST = "ListThingTypes";

  private final ThingTypes types;

  ThingTypeOperations(ThingTypes types) {
    this.types = types;
  }

  List<Route> routes() {
    String one = "/thing-types/{thingTypeName}";
    return List.of(
        Route.of("POST", one, "CreateThingType", this::create),
        Route.of("GET", one, "DescribeThingType", this::describe),
        Route.of("PATCH", one, "UpdateThingType", this::update),
        Route.of("DELETE", one, "DeleteThingType", this::delete),
        Route.of("POST", one + "/deprecate", "DeprecateThingType", this::deprecate),
        Route.of("GET", "/thing-types", LIST, this::list));
  }

  private RestReply create(Request request) {
    Optional<ThingTypeName> name = request.thingTypeName(0);
    var properties = new TypeShape(request.body().object("thingTypeProperties"));
    var tags = TagList.read(request.body());
    return request.checked(
        properties.problem().or(tags::problem),
        () ->
            Replies.created(
                types.create(name.orElseThrow(), properties.read(), tags.byKey()),
                request.arns().thingType(name.orElseThrow()),
                type -> RestReply.ok(names(request.arns(), type))));
  }

  private RestReply describe(Request request) {
    Optional<ThingTypeName> name = request.thingTypeName(0);
    return request.checked(
        () ->
            Replies.of(
                types.describe(name.orElseThrow()),
                type -> RestReply.ok(described(names(request.arns(), type), type))));
  }

  private RestReply update(Request request) {
    Optional<ThingTypeName> name = request.thingTypeName(0);
    Optional<Input> properties = request.body().object("thingTypeProperties");
    var reader = new TypeShape(properties);
    Optional<String> problem =
        properties
            .filter(each -> each.has("thingTypeDescription") || each.has("searchableAttributes"))
            .map(_ -> "Can only update mqtt5Configuration.");
    return request.checked(
        problem.or(reader::problem),
        () ->
            Replies.of(
                reader
                    .read()
                    .propagating()
                    .map(propagating -> types.update(name.orElseThrow(), propagating))
                    .orElseGet(() -> types.describe(name.orElseThrow())),
                type -> Replies.done()));
  }

  private RestReply deprecate(Request request) {
    Optional<ThingTypeName> name = request.thingTypeName(0);
    boolean undo = request.body().flag("undoDeprecate").orElse(false);
    return request.checked(
        () ->
            Replies.of(
                undo ? types.restore(name.orElseThrow()) : types.deprecate(name.orElseThrow()),
                type -> Replies.done()));
  }

  private RestReply delete(Request request) {
    Optional<ThingTypeName> name = request.thingTypeName(0);
    return request.checked(
        () -> Replies.of(types.delete(name.orElseThrow()), type -> Replies.done()));
  }

  // The name finds all types that begin so, as the service does [moto].
  private RestReply list(Request request) {
    String prefix =
        request.parameter("thingTypeName", Rule.NAME_LENGTH, Rule.THING_NAME).orElse("");
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    String seal = request.seal(prefix);
    return request.checked(
        () ->
            Paging.from(token, seal)
                .fold(
                    key -> {
                      Optional<ThingTypeName> after = key.flatMap(ThingTypeName::parse);
                      Page<ThingType> page = types.list(prefix, after, length);
                      return RestReply.ok(page(request.arns(), page, seal));
                    },
                    Replies::refused));
  }

  private static ObjectNode page(Arns arns, Page<ThingType> page, String seal) {
    ObjectNode node = Json.object();
    ArrayNode list = node.putArray("thingTypes");
    for (ThingType each : page.items()) {
      ObjectNode entry = list.addObject();
      entry.put("thingTypeName", each.name().text());
      entry.put("thingTypeArn", arns.thingType(each.name()));
      described(entry, each);
    }
    Paging.next(node, page, seal, type -> type.name().text());
    return node;
  }

  private static ObjectNode names(Arns arns, ThingType type) {
    return Json.object()
        .put("thingTypeName", type.name().text())
        .put("thingTypeArn", arns.thingType(type.name()))
        .put("thingTypeId", type.id().toString());
  }

  private static ObjectNode described(ObjectNode node, ThingType type) {
    TypeShape.write(node.putObject("thingTypeProperties"), type.properties());
    ObjectNode metadata = node.putObject("thingTypeMetadata");
    metadata.put("deprecated", type.deprecated());
    type.deprecatedAt().ifPresent(at -> metadata.put("deprecationDate", Replies.seconds(at)));
    metadata.put("creationDate", Replies.seconds(type.createdAt()));
    return node;
  }
}
