package errand.server.conformance.registry;

import static errand.server.conformance.registry.Registered.assertInvalid;
import static errand.server.conformance.registry.Registered.assertNotFound;
import static errand.server.conformance.registry.Registered.assertRefused;
import static errand.server.conformance.registry.Registered.assertVersionConflict;
import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;

/**
 * Dynamic groups beside static ones; who is in them is another matter. Source: control-plane 10.2.
 */
@ExtendWith(SharedServer.class)
final class DynamicGroupsConformanceTest {
  private static final String ARN = "arn:aws:iot:us-east-1:000000000000:thinggroup/";
  private static final String ALLOW_ALL =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}
      """;

  private final Registered registered;
  private final IotClient iot;
  private final String dynamic;

  DynamicGroupsConformanceTest(RunningServer server) {
    this.registered = new Registered(server);
    this.iot = registered.iot();
    this.dynamic = registered.name("dynamic");
    create("thingName:none");
  }

  @AfterEach
  void closeClient() {
    iot.deleteDynamicThingGroup(r -> r.thingGroupName(dynamic));
    registered.close();
  }

  private String create(String query) {
    return iot.createDynamicThingGroup(r -> r.thingGroupName(dynamic).queryString(query))
        .thingGroupId();
  }

  @Test
  void creating_again_is_repeating_or_a_conflict() {
    var id = iot.describeThingGroup(r -> r.thingGroupName(dynamic)).thingGroupId();

    assertThat(create("thingName:none")).isEqualTo(id);
    assertRefused(
        ResourceAlreadyExistsException.class, 409, "", () -> create("thingName:somebody"));
    assertRefused(
        ResourceAlreadyExistsException.class,
        409,
        "",
        () -> iot.createThingGroup(r -> r.thingGroupName(dynamic)));
    assertThat(iot.describeThingGroup(r -> r.thingGroupName(dynamic)).queryString())
        .isEqualTo("thingName:none");
  }

  @Test
  void the_operations_of_static_groups_leave_it_alone() {
    var thing = registered.thing();

    assertInvalid(
        "UpdateDynamicThingGroup",
        () ->
            iot.updateThingGroup(
                r ->
                    r.thingGroupName(dynamic)
                        .thingGroupProperties(p -> p.thingGroupDescription("other"))));
    assertInvalid(
        "DeleteDynamicThingGroup", () -> iot.deleteThingGroup(r -> r.thingGroupName(dynamic)));
    assertInvalid("alone decides", () -> registered.join(thing, dynamic));
    assertInvalid(
        "alone decides",
        () -> iot.removeThingFromThingGroup(r -> r.thingName(thing).thingGroupName(dynamic)));
    assertInvalid(
        "alone decides",
        () -> iot.updateThingGroupsForThing(r -> r.thingName(thing).thingGroupsToAdd(dynamic)));
    assertThat(iot.describeThingGroup(r -> r.thingGroupName(dynamic)).version()).isEqualTo(1);
  }

  @Test
  void it_has_no_hierarchy_and_no_policies() {
    var policy = registered.name("policy");
    iot.createPolicy(r -> r.policyName(policy).policyDocument(ALLOW_ALL));

    assertInvalid("can have no child groups", () -> registered.groupBelow(dynamic));
    assertInvalid(
        "cannot be attached to dynamic thing groups",
        () -> iot.attachPolicy(r -> r.policyName(policy).target(ARN + dynamic)));
    assertThat(iot.listTargetsForPolicy(r -> r.policyName(policy)).targets()).isEqualTo(List.of());
  }

  @Test
  void its_own_operations_leave_static_groups_alone() {
    var fixed = registered.group();

    assertInvalid(
        "",
        () ->
            iot.updateDynamicThingGroup(
                r -> r.thingGroupName(fixed).thingGroupProperties(_ -> {}).queryString("a")));
    assertInvalid("", () -> iot.deleteDynamicThingGroup(r -> r.thingGroupName(fixed)));
    assertThat(iot.describeThingGroup(r -> r.thingGroupName(fixed)).version()).isEqualTo(1);
  }

  @Test
  void an_update_is_refused_for_its_version_or_its_group() {
    assertVersionConflict(
        () ->
            iot.updateDynamicThingGroup(
                r ->
                    r.thingGroupName(dynamic)
                        .thingGroupProperties(_ -> {})
                        .queryString("a")
                        .expectedVersion(2L)));
    assertNotFound(
        () ->
            iot.updateDynamicThingGroup(
                r -> r.thingGroupName("no-such-group").thingGroupProperties(_ -> {})));
    assertThat(iot.describeThingGroup(r -> r.thingGroupName(dynamic)).queryString())
        .isEqualTo("thingName:none");
  }
}
