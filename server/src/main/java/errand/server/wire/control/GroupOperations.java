package errand.server.wire.control;

import errand.core.app.Answer;
import errand.core.app.ControlRefusal;
import errand.core.app.Groups;
import errand.core.app.Groups.Described;
import errand.core.app.Groups.NewGroup;
import errand.core.app.Page;
import errand.core.fleet.Group;
import errand.core.name.GroupName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Static thing groups, apart from who is in them. Source: control-plane 10.2. */
final class GroupOperations {
  private static final String LIST = "ListThingGroups";

  private final Groups groups;

  GroupOperations(Groups groups) {
    this.groups = groups;
  }

  List<Route> routes() {
    String one = "/thing-groups/{thingGroupName}";
    return List.of(
        Route.of("POST", one, "CreateThingGroup", this::create),
        Route.of("GET", one, "DescribeThingGroup", this::describe),
        Route.of("PATCH", one, "UpdateThingGroup", this::update),
        Route.of("DELETE", one, "DeleteThingGroup", request -> delete(request, groups::delete)),
        Route.of("GET", "/thing-groups", LIST, this::list));
  }

  private RestReply create(Request request) {
    Optional<GroupName> name = request.groupName(0);
    Input body = request.body();
    Optional<String> parent = body.text("parentGroupName", Rule.NAME_LENGTH, Rule.THING_NAME);
    Optional<Input> properties = body.object("thingGroupProperties");
    String description = description(properties).orElse("");
    var attributes = Attributes.read(attributes(properties));
    var tags = TagList.read(body);
    return request.checked(
        tags.problem(),
        () ->
            Replies.created(
                groups.create(
                    new NewGroup(
                        name.orElseThrow(),
                        parent.flatMap(GroupName::parse),
                        description,
                        attributes,
                        tags.byKey())),
                request.arns().group(name.orElseThrow()),
                group -> RestReply.ok(names(request.arns(), group))));
  }

  /** The attributes among the properties of a request, if there are any. */
  static Optional<Input> attributes(Optional<Input> properties) {
    return properties.flatMap(each -> each.object("attributePayload"));
  }

  static Optional<String> description(Optional<Input> properties) {
    return properties.flatMap(
        each -> each.text("thingGroupDescription", Rule.DESCRIPTION_LENGTH, Rule.DESCRIPTION));
  }

  private RestReply describe(Request request) {
    Optional<GroupName> name = request.groupName(0);
    return request.checked(
        () ->
            Replies.of(
                groups.describe(name.orElseThrow()),
                described -> RestReply.ok(described(request.arns(), described))));
  }

  private RestReply update(Request request) {
    Optional<GroupName> name = request.groupName(0);
    Optional<Input> properties = request.body().requiredObject("thingGroupProperties");
    Optional<String> description = description(properties);
    var attributes = Attributes.change(attributes(properties));
    OptionalLong expected = request.body().expectedVersion();
    return request.checked(
        () ->
            Replies.of(
                groups.update(
                    name.orElseThrow(), new Groups.Update(description, attributes, expected)),
                group -> RestReply.ok(Json.object().put("version", group.version()))));
  }

  /** Deletes a group in the way of its kind. */
  static RestReply delete(
      Request request, BiFunction<GroupName, OptionalLong, Answer<Boolean, ControlRefusal>> way) {
    Optional<GroupName> name = request.groupName(0);
    OptionalLong expected = request.expectedVersion();
    return request.checked(
        () -> Replies.of(way.apply(name.orElseThrow(), expected), there -> Replies.done()));
  }

  // Without a word about it the list goes all the way down [moto].
  private RestReply list(Request request) {
    var query =
        new Groups.Query(
            request
                .parameter("parentGroup", Rule.NAME_LENGTH, Rule.THING_NAME)
                .flatMap(GroupName::parse),
            request.parameter("namePrefixFilter", Rule.NAME_LENGTH, Rule.THING_NAME).orElse(""),
            request.flag("recursive", true));
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    String seal = request.seal(query);
    return request.checked(
        () ->
            Paging.from(token, seal)
                .fold(
                    key ->
                        Replies.of(
                            groups.list(query, key.flatMap(GroupName::parse), length),
                            page -> RestReply.ok(page(request.arns(), page, seal))),
                    Replies::refused));
  }

  /** A page of groups, each with name and ARN. */
  static ObjectNode page(Arns arns, Page<Group> page, String seal) {
    ObjectNode node = Json.object();
    namesAndArns(node.putArray("thingGroups"), arns, page.items());
    Paging.next(node, page, seal, group -> group.name().text());
    return node;
  }

  private static void namesAndArns(ArrayNode into, Arns arns, List<Group> groups) {
    for (Group each : groups) {
      into.addObject()
          .put("groupName", each.name().text())
          .put("groupArn", arns.group(each.name()));
    }
  }

  static ObjectNode names(Arns arns, Group group) {
    return Json.object()
        .put("thingGroupName", group.name().text())
        .put("thingGroupArn", arns.group(group.name()))
        .put("thingGroupId", group.id().toString());
  }

  private static ObjectNode described(Arns arns, Described described) {
    Group group = described.group();
    ObjectNode node = names(arns, group);
    node.put("version", group.version());
    ObjectNode properties = node.putObject("thingGroupProperties");
    if (!group.description().isEmpty()) {
      properties.put("thingGroupDescription", group.description());
    }
    Attributes.write(properties.putObject("attributePayload"), group.attributes());
    ObjectNode metadata = node.putObject("thingGroupMetadata");
    group.parent().ifPresent(parent -> metadata.put("parentGroupName", parent.text()));
    namesAndArns(metadata.putArray("rootToParentThingGroups"), arns, described.rootToParent());
    metadata.put("creationDate", Replies.seconds(group.createdAt()));
    described
        .dynamic()
        .ifPresent(
            dynamic ->
                DynamicGroupOperations.query(node, dynamic)
                    .put("status", dynamic.standing().name()));
    return node;
  }
}
