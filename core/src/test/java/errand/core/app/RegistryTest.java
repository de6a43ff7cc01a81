package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.app.Registry.NewGroup;
import errand.core.fleet.Certificate;
import errand.core.fleet.Certificate.Standing;
import errand.core.fleet.Group;
import errand.core.fleet.Thing;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Things, groups and certificates: control-plane 10. */
class RegistryTest {
  private static final ThingName PUMP = new ThingName("pump");
  private static final GroupName SITE = new GroupName("site");

  private final Fleet fleet = new Fleet();
  private final Registry registry = fleet.registry;

  private static SortedMap<String, String> attributes(String name, String value) {
    return new TreeMap<>(Map.of(name, value));
  }

  private static NewGroup newGroup(String name, Optional<GroupName> parent, String description) {
    return new NewGroup(new GroupName(name), parent, description, new TreeMap<>());
  }

  // Things.

  @Test
  void a_thing_is_created_with_what_it_was_given() {
    Thing thing =
        given(registry.createThing(PUMP, Optional.of("Valve"), attributes("site", "north")));

    assertThat(thing)
        .isEqualTo(
            new Thing(thing.id(), PUMP, Optional.of("Valve"), attributes("site", "north"), 1, T0));
    assertThat(given(registry.describeThing(PUMP))).isEqualTo(thing);
  }

  @Test
  void creating_a_thing_again_with_the_same_configuration_gives_it_again() {
    Thing first =
        given(registry.createThing(PUMP, Optional.of("Valve"), attributes("site", "north")));
    fleet.pass(Duration.ofHours(1));

    assertThat(given(registry.createThing(PUMP, Optional.of("Valve"), attributes("site", "north"))))
        .isEqualTo(first);
  }

  @Test
  void creating_a_thing_again_with_another_configuration_is_refused() {
    Thing first =
        given(registry.createThing(PUMP, Optional.of("Valve"), attributes("site", "north")));
    var exists =
        new ControlRefusal(
            Why.ALREADY_EXISTS,
            "Thing pump already exists in account with different configuration");

    assertThat(refused(registry.createThing(PUMP, Optional.empty(), attributes("site", "north"))))
        .isEqualTo(exists);
    assertThat(
            refused(registry.createThing(PUMP, Optional.of("Valve"), attributes("site", "south"))))
        .isEqualTo(exists);
    assertThat(given(registry.describeThing(PUMP))).isEqualTo(first);
  }

  @Test
  void an_unknown_thing_is_not_found() {
    assertThat(refused(registry.describeThing(PUMP)))
        .isEqualTo(new ControlRefusal(Why.NOT_FOUND, "Thing pump not found."));
  }

  @Test
  void things_are_listed_by_name_in_pages() {
    fleet.things("c", "a", "d", "b");

    var first = registry.listThings(Optional.empty(), 3);
    var second = registry.listThings(Optional.of(new ThingName("c")), 3);

    assertThat(first.items())
        .extracting(thing -> thing.name().text())
        .containsExactly("a", "b", "c");
    assertThat(first.more()).isTrue();
    assertThat(second.items()).extracting(thing -> thing.name().text()).containsExactly("d");
    assertThat(second.more()).isFalse();
    assertThat(registry.listThings(Optional.empty(), 4).more()).isFalse();
  }

  // Groups.

  @Test
  void a_group_is_created_with_what_it_was_given() {
    fleet.group("top");
    var parent = Optional.of(new GroupName("top"));

    Group group =
        given(registry.createGroup(new NewGroup(SITE, parent, "north", attributes("a", "b"))));

    assertThat(group)
        .isEqualTo(new Group(group.id(), SITE, parent, "north", attributes("a", "b"), 1, T0));
    assertThat(given(registry.describeGroup(SITE))).isEqualTo(group);
  }

  @Test
  void creating_a_group_again_with_the_same_configuration_gives_it_again() {
    Group first = given(registry.createGroup(newGroup("site", Optional.empty(), "north")));
    fleet.pass(Duration.ofHours(1));

    assertThat(given(registry.createGroup(newGroup("site", Optional.empty(), "north"))))
        .isEqualTo(first);
  }

  @Test
  void creating_a_group_again_with_another_configuration_is_refused() {
    fleet.group("top");
    Group first = given(registry.createGroup(newGroup("site", Optional.empty(), "north")));
    var top = Optional.of(new GroupName("top"));

    assertThat(refused(registry.createGroup(newGroup("site", Optional.empty(), "south"))).why())
        .isEqualTo(Why.ALREADY_EXISTS);
    assertThat(refused(registry.createGroup(newGroup("site", top, "north"))).why())
        .isEqualTo(Why.ALREADY_EXISTS);
    assertThat(given(registry.describeGroup(SITE))).isEqualTo(first);
  }

  @Test
  void a_group_below_one_that_does_not_exist_is_refused() {
    var nowhere = Optional.of(new GroupName("nowhere"));

    assertThat(refused(registry.createGroup(newGroup("site", nowhere, ""))))
        .isEqualTo(new ControlRefusal(Why.NOT_FOUND, "Thing group nowhere not found."));
    assertThat(refused(registry.describeGroup(SITE)).why()).isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void joining_twice_is_joining_once() {
    fleet.things("pump");
    fleet.group("site");

    Thing once = given(registry.join(PUMP, SITE));

    assertThat(given(registry.join(PUMP, SITE))).isEqualTo(once);
    assertThat(given(registry.members(SITE, Optional.empty(), 9)).items()).containsExactly(PUMP);
  }

  @Test
  void joining_needs_a_thing_and_a_group() {
    fleet.things("pump");
    fleet.group("site");

    assertThat(refused(registry.join(new ThingName("nobody"), SITE)).why())
        .isEqualTo(Why.NOT_FOUND);
    assertThat(refused(registry.join(PUMP, new GroupName("nowhere"))).why())
        .isEqualTo(Why.NOT_FOUND);
    assertThat(given(registry.members(SITE, Optional.empty(), 9)).items()).isEmpty();
  }

  @Test
  void members_of_a_group_itself_are_listed_by_name_in_pages() {
    fleet.things("c", "a", "b", "x");
    fleet.group("site");
    fleet.groupBelow("site", "hall");
    fleet.join("site", "c", "a", "b");
    fleet.join("hall", "x");

    var first = given(registry.members(SITE, Optional.empty(), 2));
    var second = given(registry.members(SITE, Optional.of(new ThingName("b")), 2));

    assertThat(first)
        .isEqualTo(new Page<>(List.of(new ThingName("a"), new ThingName("b")), true));
    assertThat(second).isEqualTo(new Page<>(List.of(new ThingName("c")), false));
    assertThat(refused(registry.members(new GroupName("nowhere"), Optional.empty(), 2)).why())
        .isEqualTo(Why.NOT_FOUND);
  }

  // Certificates.

  @Test
  void an_issued_certificate_is_registered_without_its_private_key() {
    var issued = given(registry.issueWithKeys(true));

    assertThat(issued.keys()).isPresent();
    assertThat(given(registry.describeCertificate("c1")))
        .isEqualTo(new Certificate("c1", "pem of c1", Standing.ACTIVE, T0));
    assertThat(registry.certificate("c1")).isPresent();
  }

  @Test
  void a_certificate_may_be_issued_for_later() {
    given(registry.issueFromCsr("good", false));

    assertThat(given(registry.describeCertificate("c1")).standing()).isEqualTo(Standing.INACTIVE);
  }

  @Test
  void a_bad_signing_request_is_refused_with_its_reason() {
    assertThat(refused(registry.issueFromCsr("bad", true)))
        .isEqualTo(new ControlRefusal(Why.INVALID, "The CSR cannot be read."));
    assertThat(registry.certificate("c1")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_standing_may_be_set_and_set_again(Standing standing) {
    given(registry.issueWithKeys(true));

    Certificate once = given(registry.setStanding("c1", standing));

    assertThat(once).isEqualTo(new Certificate("c1", "pem of c1", standing, T0));
    assertThat(given(registry.setStanding("c1", standing))).isEqualTo(once);
    assertThat(given(registry.describeCertificate("c1"))).isEqualTo(once);
  }

  @Test
  void a_certificate_speaks_for_the_things_it_is_attached_to_while_it_is_active() {
    fleet.things("pump", "valve");
    given(registry.issueWithKeys(true));
    assertThat(registry.speaksFor("c1", PUMP)).isFalse();

    given(registry.attach(PUMP, "c1"));
    given(registry.attach(PUMP, "c1"));

    assertThat(registry.speaksFor("c1", PUMP)).isTrue();
    assertThat(registry.speaksFor("c1", new ThingName("valve"))).isFalse();
    assertThat(registry.speaksFor("c9", PUMP)).isFalse();
    given(registry.setStanding("c1", Standing.INACTIVE));
    assertThat(registry.speaksFor("c1", PUMP)).isFalse();
    given(registry.setStanding("c1", Standing.REVOKED));
    assertThat(registry.speaksFor("c1", PUMP)).isFalse();
    given(registry.setStanding("c1", Standing.ACTIVE));
    assertThat(registry.speaksFor("c1", PUMP)).isTrue();
  }

  @Test
  void an_unknown_certificate_is_not_found() {
    fleet.things("pump");
    var none = new ControlRefusal(Why.NOT_FOUND, "Certificate c9 not found.");

    assertThat(refused(registry.describeCertificate("c9"))).isEqualTo(none);
    assertThat(refused(registry.setStanding("c9", Standing.REVOKED))).isEqualTo(none);
    assertThat(refused(registry.attach(PUMP, "c9"))).isEqualTo(none);
    assertThat(registry.certificate("c9")).isEmpty();
  }

  @Test
  void a_certificate_is_not_attached_to_an_unknown_thing() {
    given(registry.issueWithKeys(true));

    assertThat(refused(registry.attach(PUMP, "c1")).why()).isEqualTo(Why.NOT_FOUND);
  }
}
