package errand.server.conformance.registry;

import static errand.server.conformance.registry.Registered.assertInvalid;
import static errand.server.conformance.registry.Registered.assertNotFound;
import static errand.server.conformance.registry.Registered.assertVersionConflict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.AttributePayload;
import software.amazon.awssdk.services.iot.model.DescribeThingResponse;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.ThingAttribute;

/** Source: control-plane 10.1. */
@ExtendWith(SharedServer.class)
final class ThingsConformanceTest {
  private final RunningServer server;
  private final Registered registered;
  private final IotClient iot;

  ThingsConformanceTest(RunningServer server) {
    this.server = server;
    this.registered = new Registered(server);
    this.iot = registered.iot();
  }

  @AfterEach
  void closeClient() {
    registered.close();
  }

  private static AttributePayload attributes(Map<String, String> pairs) {
    return AttributePayload.builder().attributes(pairs).build();
  }

  private static AttributePayload attributes(int count) {
    var pairs = new TreeMap<String, String>();
    IntStream.range(0, count).forEach(n -> pairs.put("a" + n, "v"));
    return attributes(pairs);
  }

  private DescribeThingResponse describe(String name) {
    return iot.describeThing(r -> r.thingName(name));
  }

  @Test
  void a_thing_is_created_and_described_with_all_it_was_given() {
    var name = registered.name("thing:a_b");
    var type = registered.type();

    var created =
        iot.createThing(
            r ->
                r.thingName(name)
                    .thingTypeName(type)
                    .attributePayload(attributes(Map.of("a.b", "[1]", "none", "")))
                    .billingGroupName("north"));

    assertThat(created.thingName()).isEqualTo(name);
    assertThat(created.thingArn()).isEqualTo("arn:aws:iot:us-east-1:000000000000:thing/" + name);
    var described = describe(name);
    assertThat(described.thingId()).isEqualTo(created.thingId());
    assertThat(described.thingArn()).isEqualTo(created.thingArn());
    assertThat(described.thingName()).isEqualTo(name);
    assertThat(described.defaultClientId()).isEqualTo(name);
    assertThat(described.thingTypeName()).isEqualTo(type);
    assertThat(described.attributes()).isEqualTo(Map.of("a.b", "[1]"));
    assertThat(described.billingGroupName()).isEqualTo("north");
    assertThat(described.version()).isEqualTo(1);
  }

  @Test
  void creating_again_is_repeating_or_a_conflict_that_names_the_thing() {
    var name = registered.name("thing");
    var first =
        iot.createThing(r -> r.thingName(name).attributePayload(attributes(Map.of("a", "b"))));

    var again =
        iot.createThing(r -> r.thingName(name).attributePayload(attributes(Map.of("a", "b"))));

    assertThat(again.thingId()).isEqualTo(first.thingId());
    assertThatExceptionOfType(ResourceAlreadyExistsException.class)
        .isThrownBy(() -> iot.createThing(r -> r.thingName(name)))
        .matches(refusal -> refusal.statusCode() == 409)
        .matches(refusal -> refusal.resourceArn().equals(first.thingArn()))
        .matches(refusal -> refusal.resourceId().equals(first.thingId()));
  }

  @Test
  void a_type_must_be_there_and_in_use() {
    var name = registered.name("thing");
    var type = registered.type();
    iot.deprecateThingType(r -> r.thingTypeName(type));

    assertNotFound(() -> iot.createThing(r -> r.thingName(name).thingTypeName("no-such-type")));
    assertInvalid("deprecated", () -> iot.createThing(r -> r.thingName(name).thingTypeName(type)));
    assertNotFound(() -> describe(name));
  }

  @Test
  void limits_of_attributes_hold_at_their_edges() {
    var type = registered.type();
    var name = registered.name("thing");
    var other = registered.name("thing");
    var long128 = "n".repeat(128);
    var long800 = "v".repeat(800);

    iot.createThing(r -> r.thingName(name).attributePayload(attributes(3)));
    iot.createThing(r -> r.thingName(other).thingTypeName(type).attributePayload(attributes(50)));
    iot.updateThing(r -> r.thingName(name).attributePayload(attributes(Map.of(long128, long800))));

    assertInvalid(
        "at most 3 attributes",
        () ->
            iot.createThing(
                r -> r.thingName(registered.name("x")).attributePayload(attributes(4))));
    assertInvalid(
        "at most 50 attributes",
        () -> iot.updateThing(r -> r.thingName(other).attributePayload(attributes(51))));
    assertInvalid(
        "Map keys must satisfy constraint: [Member must have length less than or equal to 128]",
        () ->
            iot.updateThing(
                r -> r.thingName(name).attributePayload(attributes(Map.of(long128 + "n", "")))));
    assertInvalid(
        "Map value must satisfy constraint: [Member must have length less than or equal to 800]",
        () ->
            iot.updateThing(
                r -> r.thingName(name).attributePayload(attributes(Map.of("a", long800 + "v")))));
    assertInvalid(
        "Value '{a b=c d}' at 'attributePayload.attributes' failed to satisfy constraint: "
            + "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: "
            + "[a-zA-Z0-9_.,@/:#-]+]; ",
        () ->
            iot.updateThing(
                r -> r.thingName(name).attributePayload(attributes(Map.of("a b", "c d")))));
  }

  @Test
  void a_name_has_at_most_128_characters_of_its_alphabet() {
    var longest = registered.name("n".repeat(100)) + "n".repeat(128);
    var fits = longest.substring(longest.length() - 128);
    iot.createThing(r -> r.thingName(fits));

    assertInvalid(
        "at 'thingName' failed to satisfy constraint: Member must have length less than or equal"
            + " to 128",
        () -> iot.createThing(r -> r.thingName(fits + "n")));
    assertInvalid(
        "1 validation error detected: Value 'a b' at 'thingName' failed to satisfy constraint:"
            + " Member must satisfy regular expression pattern: [a-zA-Z0-9:_-]+",
        () -> iot.describeThing(r -> r.thingName("a b")));
    iot.deleteThing(r -> r.thingName(fits));
  }

  @Test
  void an_update_replaces_or_merges_and_counts_versions() {
    var name = registered.thing();
    var type = registered.type();

    iot.updateThing(
        r -> r.thingName(name).attributePayload(attributes(Map.of("a", "1", "b", "2"))));
    iot.updateThing(
        r ->
            r.thingName(name)
                .expectedVersion(2L)
                .attributePayload(p -> p.merge(true).attributes(Map.of("a", "", "c", "3"))));
    assertThat(describe(name).attributes()).isEqualTo(Map.of("b", "2", "c", "3"));
    assertThat(describe(name).version()).isEqualTo(3);

    iot.updateThing(r -> r.thingName(name).thingTypeName(type));
    assertThat(describe(name).thingTypeName()).isEqualTo(type);
    assertThat(describe(name).attributes()).isEqualTo(Map.of("b", "2", "c", "3"));
    iot.updateThing(
        r -> r.thingName(name).removeThingType(true).attributePayload(attributes(Map.of())));
    assertThat(describe(name).thingTypeName()).isNull();
    assertThat(describe(name).attributes()).isEmpty();
  }

  @Test
  void an_update_is_refused_for_its_version_its_type_or_its_thing() {
    var name = registered.thing();

    assertVersionConflict(() -> iot.updateThing(r -> r.thingName(name).expectedVersion(2L)));
    assertNotFound(() -> iot.updateThing(r -> r.thingName(name).thingTypeName("no-such-type")));
    assertNotFound(() -> iot.updateThing(r -> r.thingName(registered.name("none"))));
    assertInvalid(
        "either",
        () -> iot.updateThing(r -> r.thingName(name).thingTypeName("x").removeThingType(true)));
    assertThat(describe(name).version()).isEqualTo(1);
  }

  @Test
  void a_thing_is_deleted_once_its_principals_are_gone() {
    var name = server.thing();
    var certificate = server.operator().createCertificate(true);
    server.operator().attach(certificate, name);

    assertVersionConflict(() -> iot.deleteThing(r -> r.thingName(name).expectedVersion(9L)));
    assertInvalid(
        "Cannot delete. Thing " + name + " is still attached to one or more principals",
        () -> iot.deleteThing(r -> r.thingName(name)));
    var free = registered.thing();
    iot.deleteThing(r -> r.thingName(free).expectedVersion(1L));
    assertNotFound(() -> describe(free));
    iot.deleteThing(r -> r.thingName(free));
  }

  @Test
  void things_are_listed_by_attribute_by_its_beginning_and_by_type_in_pages() {
    var type = registered.type();
    var value = registered.name("Value");
    var names = List.of(registered.name("b"), registered.name("a"), registered.name("c"));
    for (var name : names) {
      iot.createThing(
          r ->
              r.thingName(name)
                  .thingTypeName(type)
                  .attributePayload(attributes(Map.of("list", value + name.charAt(0)))));
    }
    var inOrder = List.of(names.get(1), names.get(0), names.get(2));

    var byType = iot.listThingsPaginator(r -> r.thingTypeName(type).maxResults(2)).things();
    assertThat(byType).extracting(ThingAttribute::thingName).containsExactlyElementsOf(inOrder);
    var byPrefix =
        iot.listThingsPaginator(
                r ->
                    r.attributeName("list")
                        .attributeValue(value)
                        .usePrefixAttributeValue(true)
                        .maxResults(1))
            .things();
    assertThat(byPrefix).extracting(ThingAttribute::thingName).containsExactlyElementsOf(inOrder);
    var exact = iot.listThings(r -> r.attributeName("list").attributeValue(value + "c"));
    assertThat(exact.things())
        .containsExactly(
            ThingAttribute.builder()
                .thingName(names.get(2))
                .thingTypeName(type)
                .thingArn("arn:aws:iot:us-east-1:000000000000:thing/" + names.get(2))
                .attributes(Map.of("list", value + "c"))
                .version(1L)
                .build());
    assertThat(exact.nextToken()).isNull();
    assertThat(iot.listThings(r -> r.attributeName("list").attributeValue(value)).things())
        .isEmpty();
    var all = iot.listThingsPaginator(r -> r.maxResults(250)).things();
    assertThat(all).extracting(ThingAttribute::thingName).containsAll(names).isSorted();
  }

  @Test
  void a_list_refuses_what_it_cannot_do() {
    registered.thing();
    registered.thing();
    var token = iot.listThings(r -> r.maxResults(1)).nextToken();

    assertInvalid(
        "Listing things by the combination of attribute and thing type is not supported",
        () -> iot.listThings(r -> r.thingTypeName("t").attributeName("a").attributeValue("b")));
    assertInvalid("need an attributeName", () -> iot.listThings(r -> r.attributeValue("b")));
    assertInvalid(
        "Next token is invalid.", () -> iot.listThings(r -> r.thingTypeName("t").nextToken(token)));
    assertInvalid("Next token is invalid.", () -> iot.listThings(r -> r.nextToken("x")));
    assertInvalid(
        "Value '251' at 'maxResults' failed to satisfy constraint: Member must have value less"
            + " than or equal to 250",
        () -> iot.listThings(r -> r.maxResults(251)));
    assertInvalid(
        "Member must have value greater than or equal to 1",
        () -> iot.listThings(r -> r.maxResults(0)));
  }
}
