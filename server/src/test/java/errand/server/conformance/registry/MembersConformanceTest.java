package errand.server.conformance.registry;

import static errand.server.conformance.registry.Registered.assertInvalid;
import static errand.server.conformance.registry.Registered.assertNotFound;
import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.GroupNameAndArn;

/** Source: control-plane 10.2. */
@ExtendWith(SharedServer.class)
final class MembersConformanceTest {
  private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";

  private final Registered registered;
  private final IotClient iot;

  MembersConformanceTest(RunningServer server) {
    this.registered = new Registered(server);
    this.iot = registered.iot();
  }

  @AfterEach
  void closeClient() {
    registered.close();
  }

  private List<String> things(String group) {
    return iot.listThingsInThingGroup(r -> r.thingGroupName(group)).things();
  }

  private List<String> groups(String thing) {
    return iot
        .listThingGroupsForThingPaginator(r -> r.thingName(thing).maxResults(1))
        .thingGroups()
        .stream()
        .map(GroupNameAndArn::groupName)
        .toList();
  }

  @Test
  void a_thing_is_added_and_removed_by_name_or_arn_as_often_as_one_likes() {
    var thing = registered.thing();
    var group = registered.group();

    registered.join(thing, group);
    iot.addThingToThingGroup(
        r ->
            r.thingArn(ARN + "thing/" + thing)
                .thingGroupArn(ARN + "thinggroup/" + group)
                .overrideDynamicGroups(true));
    assertThat(things(group)).containsExactly(thing);
    assertThat(iot.listThingGroupsForThing(r -> r.thingName(thing)).thingGroups())
        .containsExactly(
            GroupNameAndArn.builder()
                .groupName(group)
                .groupArn(ARN + "thinggroup/" + group)
                .build());

    iot.removeThingFromThingGroup(r -> r.thingArn(ARN + "thing/" + thing).thingGroupName(group));
    iot.removeThingFromThingGroup(r -> r.thingName(thing).thingGroupName(group));
    assertThat(things(group)).isEmpty();
  }

  @Test
  void thing_and_group_must_be_named_in_one_way_and_be_there() {
    var thing = registered.thing();
    var group = registered.group();

    assertInvalid(
        "Give thingGroupName or thingGroupArn.",
        () -> iot.addThingToThingGroup(r -> r.thingName(thing)));
    assertInvalid(
        "Give thingName or thingArn.",
        () -> iot.removeThingFromThingGroup(r -> r.thingGroupName(group)));
    assertInvalid(
        "does not match",
        () ->
            iot.addThingToThingGroup(
                r -> r.thingName(thing).thingArn(ARN + "thing/other").thingGroupName(group)));
    assertInvalid(
        "is no such ARN",
        () -> iot.addThingToThingGroup(r -> r.thingArn("arn:x").thingGroupName(group)));
    assertNotFound(() -> registered.join("no-such-thing", group));
    assertNotFound(() -> registered.join(thing, "no-such-group"));
    assertNotFound(
        () ->
            iot.removeThingFromThingGroup(r -> r.thingName("no-such-thing").thingGroupName(group)));
    assertNotFound(
        () ->
            iot.removeThingFromThingGroup(r -> r.thingName(thing).thingGroupName("no-such-group")));
    assertNotFound(() -> things("no-such-group"));
    assertNotFound(() -> groups("no-such-thing"));
    assertThat(things(group)).isEmpty();
  }

  @Test
  void a_thing_is_in_at_most_10_groups_and_in_one_of_a_hierarchy() {
    var thing = registered.thing();
    var first = registered.group();
    registered.join(thing, registered.groupBelow(first));

    assertInvalid("one hierarchy", () -> registered.join(thing, first));
    assertInvalid("one hierarchy", () -> registered.join(thing, registered.groupBelow(first)));
    for (int n = 2; n <= 10; n++) {
      registered.join(thing, registered.group());
    }
    assertInvalid("at most 10 thing groups", () -> registered.join(thing, registered.group()));
    assertThat(groups(thing)).hasSize(10);
  }

  @Test
  void a_static_group_takes_the_place_of_a_dynamic_one_when_told_to() {
    var thing = registered.name("thing");
    var dynamic = IntStream.range(0, 10).mapToObj(_ -> registered.name("dynamic")).toList();
    for (var name : dynamic) {
      iot.createDynamicThingGroup(r -> r.thingGroupName(name).queryString("thingName:" + thing));
    }
    iot.createThing(r -> r.thingName(thing));
    var group = registered.group();
    var other = registered.group();

    assertInvalid("at most 10 thing groups", () -> registered.join(thing, group));
    assertInvalid(
        "at most 10 thing groups",
        () ->
            iot.updateThingGroupsForThing(
                r -> r.thingName(thing).thingGroupsToAdd(group).overrideDynamicGroups(false)));
    iot.addThingToThingGroup(
        r -> r.thingName(thing).thingGroupName(group).overrideDynamicGroups(true));
    assertThat(groups(thing)).hasSize(10).contains(group);
    iot.updateThingGroupsForThing(
        r -> r.thingName(thing).thingGroupsToAdd(other).overrideDynamicGroups(true));
    assertThat(groups(thing)).hasSize(10).contains(group, other);

    for (var name : dynamic) {
      iot.deleteDynamicThingGroup(r -> r.thingGroupName(name));
    }
    assertThat(groups(thing)).containsExactlyInAnyOrder(group, other);
  }

  @Test
  void the_groups_of_a_thing_are_changed_as_a_whole_or_not_at_all() {
    var thing = registered.thing();
    var before = registered.group();
    var after = registered.group();
    registered.join(thing, before);

    assertNotFound(
        () ->
            iot.updateThingGroupsForThing(
                r ->
                    r.thingName(thing)
                        .thingGroupsToAdd("no-such-group")
                        .thingGroupsToRemove(before)));
    assertThat(groups(thing)).containsExactly(before);
    iot.updateThingGroupsForThing(
        r -> r.thingName(thing).thingGroupsToAdd(after).thingGroupsToRemove(before));
    assertThat(groups(thing)).containsExactly(after);
    assertNotFound(() -> iot.updateThingGroupsForThing(r -> r.thingName("no-such-thing")));
    assertInvalid(
        "Give thingName.", () -> iot.updateThingGroupsForThing(r -> r.thingGroupsToAdd(after)));
    assertInvalid(
        "at 'thingGroupsToAdd.1.member' failed to satisfy constraint",
        () -> iot.updateThingGroupsForThing(r -> r.thingName(thing).thingGroupsToAdd("a b")));
  }

  @Test
  void things_of_a_group_and_of_all_below_it_are_listed_in_pages() {
    var root = registered.group();
    var child = registered.groupBelow(root);
    var things = List.of(registered.thing(), registered.thing(), registered.thing());
    registered.join(things.get(0), root);
    registered.join(things.get(1), child);
    registered.join(things.get(2), child);

    assertThat(things(root)).containsExactly(things.get(0));
    for (int length : List.of(1, 2, 3, 250)) {
      assertThat(
              iot.listThingsInThingGroupPaginator(
                      r -> r.thingGroupName(root).recursive(true).maxResults(length))
                  .things())
          .containsExactlyInAnyOrderElementsOf(things);
    }
    var token =
        iot.listThingsInThingGroup(r -> r.thingGroupName(root).recursive(true).maxResults(1))
            .nextToken();
    assertInvalid(
        "Next token is invalid.",
        () -> iot.listThingsInThingGroup(r -> r.thingGroupName(root).nextToken(token)));
  }
}
