package errand.server.wire.control;

import errand.core.app.DynamicGroups;
import errand.core.app.DynamicGroups.Described;
import errand.core.app.DynamicGroups.NewGroup;
import errand.core.fleet.DynamicGroup;
import errand.core.name.GroupName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/** Dynamic thing groups. Source: control-plane 10.2 [model]. */
final class DynamicGroupOperations {
  private final DynamicGroups groups;

  DynamicGroupOperations(DynamicGroups groups) {
    this.groups = groups;
  }

  List<Route> routes() {
    String one = "/dynamic-thing-groups/{thingGroupName}";
    return List.of(
        Route.of("POST", one, "CreateDynamicThingGroup", this::create),
        Route.of("PATCH", one, "UpdateDynamicThingGroup", this::update),
        Route.of(
            "DELETE",
            one,
            "DeleteDynamicThingGroup",
            request -> GroupOperations.delete(request, groups::delete)));
  }

  private RestReply create(Request request) {
    Optional<GroupName> name = request.groupName(0);
    Input body = request.body();
    IndexOperations.readIndex(body);
    Optional<String> query = body.requiredText("queryString", Rule.length(1, Integer.MAX_VALUE));
    Optional<Input> properties = body.object("thingGroupProperties");
    String description = GroupOperations.description(properties).orElse("");
    var attributes = Attributes.read(GroupOperations.attributes(properties));
    var tags = TagList.read(body);
    return request.checked(
        tags.problem(),
        () ->
            Replies.created(
                groups.create(
                    new NewGroup(
                        name.orElseThrow(),
                        description,
                        attributes,
                        tags.byKey(),
                        query.orElseThrow())),
                request.arns().group(name.orElseThrow()),
                described -> RestReply.ok(created(request.arns(), described))));
  }

  private static ObjectNode created(Arns arns, Described described) {
    ObjectNode node = GroupOperations.names(arns, described.group());
    return query(node, described.dynamic());
  }

  /** Adds what a query is asked of, and the query. */
  static ObjectNode query(ObjectNode into, DynamicGroup dynamic) {
    return into.put("indexName", IndexOperations.INDEX)
        .put("queryString", dynamic.query())
        .put("queryVersion", IndexOperations.QUERY_VERSION);
  }

  private RestReply update(Request request) {
    Optional<GroupName> name = request.groupName(0);
    Input body = request.body();
    IndexOperations.readIndex(body);
    Optional<String> query = body.text("queryString", Rule.length(1, Integer.MAX_VALUE));
    Optional<Input> properties = body.requiredObject("thingGroupProperties");
    Optional<String> description = GroupOperations.description(properties);
    var attributes = Attributes.change(GroupOperations.attributes(properties));
    OptionalLong expected = body.expectedVersion();
    return request.checked(
        () ->
            Replies.of(
                groups.update(
                    name.orElseThrow(),
                    new DynamicGroups.Update(description, attributes, query, expected)),
                described ->
                    RestReply.ok(Json.object().put("version", described.group().version()))));
  }
}
