package errand.server.wire.control;

import errand.core.app.Members;
import errand.core.app.Members.Place;
import errand.core.app.Members.Spread;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who is in which static group. Source: control-plane 10.2. */
final class MemberOperations {
  /** Groups named in one request; a thing can be in far fewer. */
  static final int NAMED_MAX = 100;

  private static final String THINGS = "ListThingsInThingGroup";
  private static final String GROUPS = "ListThingGroupsForThing";

  private final Members members;

  MemberOperations(Members members) {
    this.members = members;
  }

  List<Route> routes() {
    String root = "/thing-groups/";
    return List.of(
        Route.of("PUT", root + "addThingToThingGroup", "AddThingToThingGroup", this::add),
        Route.of(
            "PUT", root + "removeThingFromThingGroup", "RemoveThingFromThingGroup", this::remove),
        Route.of(
            "PUT", root + "updateThingGroupsForThing", "UpdateThingGroupsForThing", this::update),
        Route.of("GET", root + "{thingGroupName}/things", THINGS, this::things),
        Route.of("GET", "/things/{thingName}/thing-groups", GROUPS, this::groups));
  }

  private RestReply add(Request request) {
    boolean overriding = overriding(request.body());
    return one(request, group -> new Members.Names(List.of(), List.of(group), overriding));
  }

  private RestReply remove(Request request) {
    return one(request, group -> new Members.Names(List.of(group), List.of()));
  }

  private static boolean overriding(Input body) {
    return body.flag("overrideDynamicGroups").orElse(false);
  }

  private RestReply one(Request request, Function<GroupName, Members.Names> change) {
    Input body = request.body();
    var group = Named.read(body, "thingGroup", GroupName::parse, request.arns()::groupName);
    var thing = Named.read(body, "thing", ThingName::parse, request.arns()::thingName);
    return request.checked(
        group.problem().or(thing::problem),
        () ->
            Replies.of(
                members.update(
                    thing.name().orElseThrow(), change.apply(group.name().orElseThrow())),
                groups -> Replies.done()));
  }

  /** A thing or group that a request names by its name, its ARN, or both if they agree. */
  private record Named<T>(Optional<T> name, Optional<String> problem) {
    static <T> Named<T> read(
        Input body,
        String what,
        Function<String, Optional<T>> parse,
        Function<String, Optional<T>> ofArn) {
      Optional<T> name = body.text(what + "Name", Rule.NAME_LENGTH, Rule.THING_NAME).flatMap(parse);
      Optional<String> arn = body.text(what + "Arn");
      Optional<T> named = arn.flatMap(ofArn);
      if (arn.isPresent() && named.isEmpty()) {
        return new Named<>(
            name,
            Optional.of(what + "Arn is no such ARN of this account and region: " + arn.get()));
      }
      if (name.isPresent() && named.isPresent() && !name.equals(named)) {
        return new Named<>(
            name, Optional.of(what + "Arn does not match " + what + "Name in the request."));
      }
      Optional<T> either = name.or(() -> named);
      return new Named<>(
          either,
          either.isPresent()
              ? Optional.empty()
              : Optional.of("Give " + what + "Name or " + what + "Arn."));
    }
  }

  private RestReply update(Request request) {
    Input body = request.body();
    Optional<ThingName> thing =
        body.text("thingName", Rule.NAME_LENGTH, Rule.THING_NAME).flatMap(ThingName::parse);
    var names =
        new Members.Names(
            groupNames(body, "thingGroupsToRemove"),
            groupNames(body, "thingGroupsToAdd"),
            overriding(body));
    return request.checked(
        thing.isPresent() ? Optional.empty() : Optional.of("Give thingName."),
        () -> Replies.of(members.update(thing.orElseThrow(), names), groups -> Replies.done()));
  }

  private static List<GroupName> groupNames(Input body, String member) {
    return body
        .texts(member, 0, NAMED_MAX, Rule.NAME_LENGTH, Rule.THING_NAME)
        .orElse(List.of())
        .stream()
        .flatMap(text -> GroupName.parse(text).stream())
        .toList();
  }

  private RestReply things(Request request) {
    Optional<GroupName> name = request.groupName(0);
    boolean recursive = request.flag("recursive");
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () -> {
          GroupName group = name.orElseThrow();
          String seal = request.seal(group, recursive);
          return recursive
              ? Paging.from(token, seal, MemberOperations::place)
                  .fold(place -> below(group, place, length, seal), Replies::refused)
              : Paging.from(token, seal)
                  .fold(key -> itself(group, key, length, seal), Replies::refused);
        });
  }

  private RestReply itself(GroupName group, Optional<String> key, int length, String seal) {
    return Replies.of(
        members.of(group, key.flatMap(ThingName::parse), length),
        page -> {
          ObjectNode node = things(page.items());
          Paging.next(node, page, seal, ThingName::text);
          return RestReply.ok(node);
        });
  }

  private RestReply below(GroupName group, Optional<Place> place, int length, String seal) {
    return Replies.of(
        members.below(group, place, length),
        (Spread spread) -> {
          ObjectNode node = things(spread.things());
          spread
              .next()
              .ifPresent(
                  next ->
                      node.put(
                          "nextToken",
                          PageToken.of(
                              seal,
                              next.group() + "/" + next.thing().map(ThingName::text).orElse(""))));
          return RestReply.ok(node);
        });
  }

  private static Place place(String key) {
    int slash = key.indexOf('/');
    return new Place(
        new GroupName(key.substring(0, slash)), ThingName.parse(key.substring(slash + 1)));
  }

  private static ObjectNode things(List<ThingName> names) {
    ObjectNode node = Json.object();
    ArrayNode things = node.putArray("things");
    names.forEach(each -> things.add(each.text()));
    return node;
  }

  private RestReply groups(Request request) {
    Optional<ThingName> name = request.thingName(0);
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () -> {
          String seal = request.seal(name.orElseThrow());
          return Paging.from(token, seal)
              .fold(
                  key ->
                      Replies.of(
                          members.groupsOf(
                              name.orElseThrow(), key.flatMap(GroupName::parse), length),
                          page -> RestReply.ok(GroupOperations.page(request.arns(), page, seal))),
                  Replies::refused);
        });
  }
}
