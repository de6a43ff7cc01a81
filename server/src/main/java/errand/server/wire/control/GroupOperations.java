package errand.server.wire.control;

import errand.core.app.Page;
import errand.core.app.Registry;
import errand.core.fleet.Group;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Thing groups. Source: control-plane 10.2. */
final class GroupOperations {
  private static final Rule NAME_LENGTH = Rule.length(1, GroupName.CHARS_MAX);

  private final Registry registry;

  GroupOperations(Registry registry) {
    this.registry = registry;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/thing-groups/{thingGroupName}", "CreateThingGroup", this::create),
        Route.of("GET", "/thing-groups/{thingGroupName}", "DescribeThingGroup", this::describe),
        Route.of(
            "PUT", "/thing-groups/addThingToThingGroup", "AddThingToThingGroup", this::addThing),
        Route.of(
            "GET",
            "/thing-groups/{thingGroupName}/things",
            "ListThingsInThingGroup",
            this::listThings));
  }

  private RestReply create(Request request) {
    Optional<GroupName> name = request.groupName(0);
    Input body = request.body();
    Optional<String> parent = body.text("parentGroupName", NAME_LENGTH, Rule.THING_NAME);
    Optional<Input> properties = body.object("thingGroupProperties");
    String description =
        properties
            .flatMap(each -> each.text("thingGroupDescription", Rule.length(0, 2028)))
            .orElse("");
    var attributes = Attributes.read(properties.flatMap(each -> each.object("attributePayload")));
    return request.checked(
        () ->
            Replies.of(
                registry.createGroup(
                    new Registry.NewGroup(
                        name.orElseThrow(),
                        parent.flatMap(GroupName::parse),
                        description,
                        attributes)),
                group -> RestReply.ok(names(request.arns(), group))));
  }

  private RestReply describe(Request request) {
    Optional<GroupName> name = request.groupName(0);
    return request.checked(
        () ->
            Replies.of(
                registry.describeGroup(name.orElseThrow()),
                group -> RestReply.ok(described(request.arns(), group))));
  }

  private RestReply addThing(Request request) {
    Optional<ThingName> thing = thing(request);
    Optional<GroupName> group = group(request);
    return request.checked(
        () ->
            thing.isEmpty() || group.isEmpty()
                ? Replies.invalid("Give a thing and a thing group, each by name or by ARN.")
                : Replies.of(
                    registry.join(thing.get(), group.get()), done -> RestReply.ok(Json.object())));
  }

  private static Optional<ThingName> thing(Request request) {
    Optional<String> name =
        request.body().text("thingName", Rule.length(1, ThingName.CHARS_MAX), Rule.THING_NAME);
    return name.flatMap(ThingName::parse)
        .or(() -> request.body().text("thingArn").flatMap(request.arns()::thingName));
  }

  private static Optional<GroupName> group(Request request) {
    Optional<String> name = request.body().text("thingGroupName", NAME_LENGTH, Rule.THING_NAME);
    return name.flatMap(GroupName::parse)
        .or(() -> request.body().text("thingGroupArn").flatMap(request.arns()::groupName));
  }

  private RestReply listThings(Request request) {
    Optional<GroupName> name = request.groupName(0);
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () -> {
          String filter = "ListThingsInThingGroup/" + name.orElseThrow();
          return Paging.from(token, filter)
              .fold(
                  after ->
                      Replies.of(
                          registry.members(
                              name.orElseThrow(), after.flatMap(ThingName::parse), length),
                          page -> RestReply.ok(page(page, filter))),
                  Replies::refused);
        });
  }

  private static ObjectNode page(Page<ThingName> page, String filter) {
    ObjectNode node = Json.object();
    ArrayNode things = node.putArray("things");
    page.items().forEach(each -> things.add(each.text()));
    Paging.next(node, page, filter, ThingName::text);
    return node;
  }

  private static ObjectNode names(Arns arns, Group group) {
    return Json.object()
        .put("thingGroupName", group.name().text())
        .put("thingGroupArn", arns.group(group.name()))
        .put("thingGroupId", group.id().toString());
  }

  private static ObjectNode described(Arns arns, Group group) {
    ObjectNode node = names(arns, group);
    node.put("version", group.version());
    ObjectNode properties = node.putObject("thingGroupProperties");
    properties.put("thingGroupDescription", group.description());
    ObjectNode attributes = properties.putObject("attributePayload").putObject("attributes");
    group.attributes().forEach(attributes::put);
    ObjectNode metadata = node.putObject("thingGroupMetadata");
    group.parent().ifPresent(parent -> metadata.put("parentGroupName", parent.text()));
    metadata.put("creationDate", Replies.seconds(group.createdAt()));
    return node;
  }
}
