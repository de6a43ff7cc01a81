package errand.server.wire.control;

import errand.core.app.Things;
import errand.core.app.Things.TypeChange;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/** Things, except for lists. Source: control-plane 10.1. */
final class ThingOperations {
  private final Things things;

  ThingOperations(Things things) {
    this.things = things;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/things/{thingName}", "CreateThing", this::create),
        Route.of("GET", "/things/{thingName}", "DescribeThing", this::describe),
        Route.of("PATCH", "/things/{thingName}", "UpdateThing", this::update),
        Route.of("DELETE", "/things/{thingName}", "DeleteThing", this::delete),
        Route.of("GET", "/things", ThingLists.OPERATION, new ThingLists(things)::list));
  }

  private RestReply create(Request request) {
    Optional<ThingName> name = request.thingName(0);
    Input body = request.body();
    var configuration =
        new ThingConfiguration(
            type(body),
            Attributes.read(body.object("attributePayload")),
            body.text("billingGroupName", Rule.NAME_LENGTH, Rule.THING_NAME));
    return request.checked(
        () ->
            Replies.created(
                things.create(name.orElseThrow(), configuration),
                request.arns().thing(name.orElseThrow()),
                thing -> RestReply.ok(names(request.arns(), thing))));
  }

  private RestReply describe(Request request) {
    Optional<ThingName> name = request.thingName(0);
    return request.checked(
        () ->
            Replies.of(
                things.describe(name.orElseThrow()),
                thing -> {
                  ObjectNode node = names(request.arns(), thing);
                  node.put("defaultClientId", thing.name().text());
                  thing
                      .configuration()
                      .billingGroup()
                      .ifPresent(group -> node.put("billingGroupName", group));
                  return RestReply.ok(described(node, thing));
                }));
  }

  private RestReply update(Request request) {
    Optional<ThingName> name = request.thingName(0);
    Input body = request.body();
    Optional<ThingTypeName> type = type(body);
    boolean remove = body.flag("removeThingType").orElse(false);
    var attributes = Attributes.change(body.object("attributePayload"));
    OptionalLong expected = body.expectedVersion();
    Optional<String> problem =
        remove && type.isPresent()
            ? Optional.of("Give either thingTypeName or removeThingType.")
            : Optional.empty();
    return request.checked(
        problem,
        () ->
            Replies.of(
                things.update(
                    name.orElseThrow(),
                    new Things.Update(typeChange(type, remove), attributes, expected)),
                thing -> Replies.done()));
  }

  private static TypeChange typeChange(Optional<ThingTypeName> type, boolean remove) {
    return type.<TypeChange>map(TypeChange.Give::new)
        .orElseGet(() -> remove ? new TypeChange.Remove() : new TypeChange.Keep());
  }

  private RestReply delete(Request request) {
    Optional<ThingName> name = request.thingName(0);
    OptionalLong expected = request.expectedVersion();
    return request.checked(
        () -> Replies.of(things.delete(name.orElseThrow(), expected), there -> Replies.done()));
  }

  private static Optional<ThingTypeName> type(Input body) {
    return body.text("thingTypeName", Rule.NAME_LENGTH, Rule.THING_NAME)
        .flatMap(ThingTypeName::parse);
  }

  private static ObjectNode names(Arns arns, Thing thing) {
    return Json.object()
        .put("thingName", thing.name().text())
        .put("thingArn", arns.thing(thing.name()))
        .put("thingId", thing.id().toString());
  }

  static ObjectNode described(ObjectNode node, Thing thing) {
    thing.typeName().ifPresent(type -> node.put("thingTypeName", type));
    Attributes.write(node, thing.attributes());
    return node.put("version", thing.version());
  }
}
