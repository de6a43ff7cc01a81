package errand.server.conformance.registry;

import static errand.server.conformance.registry.Registered.assertInvalid;
import static errand.server.conformance.registry.Registered.assertNotFound;
import static errand.server.conformance.registry.Registered.assertVersionConflict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.DescribeThingGroupResponse;
import software.amazon.awssdk.services.iot.model.GroupNameAndArn;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.Tag;
import software.amazon.awssdk.services.iot.model.ThingGroupProperties;

/** Source: control-plane 10.2. */
@ExtendWith(SharedServer.class)
final class GroupsConformanceTest {
  private static final String ARN = "arn:aws:iot:us-east-1:000000000000:thinggroup/";

  private final Registered registered;
  private final IotClient iot;

  GroupsConformanceTest(RunningServer server) {
    this.registered = new Registered(server);
    this.iot = registered.iot();
  }

  @AfterEach
  void closeClient() {
    registered.close();
  }

  private static ThingGroupProperties properties(String description, Map<String, String> pairs) {
    return ThingGroupProperties.builder()
        .thingGroupDescription(description)
        .attributePayload(p -> p.attributes(pairs))
        .build();
  }

  private static GroupNameAndArn named(String name) {
    return GroupNameAndArn.builder().groupName(name).groupArn(ARN + name).build();
  }

  private DescribeThingGroupResponse describe(String name) {
    return iot.describeThingGroup(r -> r.thingGroupName(name));
  }

  @Test
  void a_group_is_created_and_described_with_all_it_was_given_and_those_above_it() {
    var root = registered.group();
    var parent = registered.groupBelow(root);
    var name = registered.name("group");

    var created =
        iot.createThingGroup(
            r ->
                r.thingGroupName(name)
                    .parentGroupName(parent)
                    .thingGroupProperties(properties("All pumps", Map.of("a", "b")))
                    .tags(Tag.builder().key("k").value("v").build()));

    assertThat(created.thingGroupName()).isEqualTo(name);
    assertThat(created.thingGroupArn()).isEqualTo(ARN + name);
    var described = describe(name);
    assertThat(described.thingGroupId()).isEqualTo(created.thingGroupId());
    assertThat(described.thingGroupArn()).isEqualTo(ARN + name);
    assertThat(described.version()).isEqualTo(1);
    assertThat(described.thingGroupProperties())
        .isEqualTo(properties("All pumps", Map.of("a", "b")));
    var metadata = described.thingGroupMetadata();
    assertThat(metadata.parentGroupName()).isEqualTo(parent);
    assertThat(metadata.rootToParentThingGroups()).containsExactly(named(root), named(parent));
    assertThat(metadata.creationDate()).isNotNull();
    assertThat(iot.listTagsForResource(r -> r.resourceArn(ARN + name)).tags())
        .containsExactly(Tag.builder().key("k").value("v").build());
  }

  @Test
  void creating_again_is_repeating_or_a_conflict_that_names_the_group() {
    var parent = registered.group();
    var name = registered.name("group");
    var first =
        iot.createThingGroup(
            r -> r.thingGroupName(name).thingGroupProperties(properties("d", Map.of())));

    var again =
        iot.createThingGroup(
            r -> r.thingGroupName(name).thingGroupProperties(properties("d", Map.of())));

    assertThat(again.thingGroupId()).isEqualTo(first.thingGroupId());
    assertThatExceptionOfType(ResourceAlreadyExistsException.class)
        .isThrownBy(
            () ->
                iot.createThingGroup(
                    r ->
                        r.thingGroupName(name)
                            .parentGroupName(parent)
                            .thingGroupProperties(properties("d", Map.of()))))
        .matches(refusal -> refusal.statusCode() == 409)
        .matches(refusal -> refusal.resourceArn().equals(ARN + name))
        .matches(refusal -> refusal.resourceId().equals(first.thingGroupId()));
  }

  @Test
  void limits_of_hierarchies_hold_at_their_edges() {
    var root = registered.group();
    var lowest = root;
    for (int depth = 2; depth <= 7; depth++) {
      lowest = registered.groupBelow(lowest);
    }
    var seventh = lowest;
    var wide = registered.group();
    for (int child = 0; child < 100; child++) {
      registered.groupBelow(wide);
    }

    assertInvalid("at most 7 groups deep", () -> registered.groupBelow(seventh));
    assertInvalid("at most 100 child groups", () -> registered.groupBelow(wide));
    assertNotFound(() -> registered.groupBelow("no-such-group"));
  }

  @Test
  void limits_of_groups_hold_at_their_edges() {
    var pairs = new HashMap<String, String>();
    for (int n = 0; n < 50; n++) {
      pairs.put("a" + n, "v");
    }
    var name = registered.name("group");
    iot.createThingGroup(
        r -> r.thingGroupName(name).thingGroupProperties(properties("d".repeat(2028), pairs)));
    pairs.put("more", "v");

    assertInvalid(
        "at most 50 attributes",
        () ->
            iot.updateThingGroup(
                r -> r.thingGroupName(name).thingGroupProperties(properties("d", pairs))));
    assertInvalid(
        "at 'thingGroupProperties.thingGroupDescription' failed to satisfy constraint: Member must"
            + " have length less than or equal to 2028",
        () ->
            iot.createThingGroup(
                r ->
                    r.thingGroupName(registered.name("group"))
                        .thingGroupProperties(properties("d".repeat(2029), Map.of()))));
    assertInvalid(
        "failed to satisfy constraint: Member must have length less than or equal to 128",
        () -> iot.createThingGroup(r -> r.thingGroupName("g".repeat(129))));
  }

  @Test
  void an_update_replaces_or_merges_and_gives_the_version() {
    var name = registered.group();

    var second =
        iot.updateThingGroup(
            r ->
                r.thingGroupName(name)
                    .expectedVersion(1L)
                    .thingGroupProperties(properties("d", Map.of("a", "1", "b", "2"))));
    var third =
        iot.updateThingGroup(
            r ->
                r.thingGroupName(name)
                    .thingGroupProperties(
                        p ->
                            p.attributePayload(
                                a -> a.merge(true).attributes(Map.of("a", "", "c", "3")))));

    assertThat(second.version()).isEqualTo(2);
    assertThat(third.version()).isEqualTo(3);
    assertThat(describe(name).thingGroupProperties())
        .isEqualTo(properties("d", Map.of("b", "2", "c", "3")));
    assertVersionConflict(
        () ->
            iot.updateThingGroup(
                r ->
                    r.thingGroupName(name)
                        .expectedVersion(2L)
                        .thingGroupProperties(properties("x", Map.of()))));
    assertNotFound(
        () ->
            iot.updateThingGroup(
                r ->
                    r.thingGroupName(registered.name("none"))
                        .thingGroupProperties(properties("x", Map.of()))));
    assertInvalid(
        "Value null at 'thingGroupProperties' failed to satisfy constraint: Member must not be"
            + " null",
        () -> iot.updateThingGroup(r -> r.thingGroupName(name)));
  }

  @Test
  void a_group_is_deleted_once_its_children_are_gone_and_again_without_effect() {
    var parent = registered.group();
    var child = registered.groupBelow(parent);
    registered.join(registered.thing(), child);

    assertInvalid(
        "Cannot delete thing group : "
            + parent
            + " when there are still child groups attached to it",
        () -> iot.deleteThingGroup(r -> r.thingGroupName(parent)));
    assertVersionConflict(
        () -> iot.deleteThingGroup(r -> r.thingGroupName(child).expectedVersion(9L)));
    iot.deleteThingGroup(r -> r.thingGroupName(child).expectedVersion(1L));
    iot.deleteThingGroup(r -> r.thingGroupName(parent));
    iot.deleteThingGroup(r -> r.thingGroupName(parent));

    assertNotFound(() -> describe(child));
    assertNotFound(() -> describe(parent));
  }

  @Test
  void groups_are_listed_by_parent_level_and_beginning_in_pages() {
    var root = registered.group();
    var child = registered.groupBelow(root);
    var grandchild = registered.groupBelow(child);

    assertThat(iot.listThingGroupsPaginator(r -> r.parentGroup(root).maxResults(1)).thingGroups())
        .containsExactlyInAnyOrder(named(child), named(grandchild));
    assertThat(iot.listThingGroups(r -> r.parentGroup(root).recursive(false)).thingGroups())
        .containsExactly(named(child));
    assertThat(iot.listThingGroups(r -> r.namePrefixFilter(child)).thingGroups())
        .contains(named(child))
        .doesNotContain(named(root));
    assertThat(
            iot.listThingGroupsPaginator(r -> r.recursive(false)).thingGroups().stream()
                .map(GroupNameAndArn::groupName))
        .contains(root)
        .doesNotContain(child, grandchild);
    assertThat(
            iot.listThingGroupsPaginator(r -> r.recursive(true)).thingGroups().stream()
                .map(GroupNameAndArn::groupName))
        .containsAll(List.of(root, child, grandchild));
    assertNotFound(() -> iot.listThingGroups(r -> r.parentGroup("no-such-group")));
    var token = iot.listThingGroups(r -> r.parentGroup(root).maxResults(1)).nextToken();
    assertInvalid(
        "Next token is invalid.",
        () -> iot.listThingGroups(r -> r.parentGroup(child).nextToken(token)));
  }
}
