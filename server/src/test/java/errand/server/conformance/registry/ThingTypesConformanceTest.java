package errand.server.conformance.registry;

import static errand.server.conformance.registry.Registered.assertInvalid;
import static errand.server.conformance.registry.Registered.assertNotFound;
import static errand.server.conformance.registry.Registered.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.PropagatingAttribute;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.Tag;
import software.amazon.awssdk.services.iot.model.ThingTypeDefinition;
import software.amazon.awssdk.services.iot.model.ThingTypeProperties;

/** Source: control-plane 10.1. */
@ExtendWith(SharedServer.class)
final class ThingTypesConformanceTest {
  private static final PropagatingAttribute BY_THING =
      PropagatingAttribute.builder().userPropertyKey("a.$b").thingAttribute("a").build();
  private static final PropagatingAttribute BY_CONNECTION =
      PropagatingAttribute.builder()
          .userPropertyKey("c")
          .connectionAttribute("iot:ClientId")
          .build();

  private final Registered registered;
  private final IotClient iot;

  ThingTypesConformanceTest(RunningServer server) {
    this.registered = new Registered(server);
    this.iot = registered.iot();
  }

  @AfterEach
  void closeClient() {
    registered.close();
  }

  private static ThingTypeProperties searchable(String... names) {
    return ThingTypeProperties.builder().searchableAttributes(names).build();
  }

  private static ThingTypeProperties propagating(PropagatingAttribute... attributes) {
    return ThingTypeProperties.builder()
        .mqtt5Configuration(m -> m.propagatingAttributes(attributes))
        .build();
  }

  @Test
  void a_type_is_created_and_described_with_all_it_was_given() {
    var name = registered.name("type");
    var properties =
        ThingTypeProperties.builder()
            .thingTypeDescription("All valves")
            .searchableAttributes("b", "a")
            .mqtt5Configuration(m -> m.propagatingAttributes(BY_THING, BY_CONNECTION))
            .build();

    var created =
        iot.createThingType(
            r ->
                r.thingTypeName(name)
                    .thingTypeProperties(properties)
                    .tags(Tag.builder().key("k").value("v").build()));

    assertThat(created.thingTypeName()).isEqualTo(name);
    assertThat(created.thingTypeArn())
        .isEqualTo("arn:aws:iot:us-east-1:000000000000:thingtype/" + name);
    var described = iot.describeThingType(r -> r.thingTypeName(name));
    assertThat(described.thingTypeId()).isEqualTo(created.thingTypeId());
    assertThat(described.thingTypeArn()).isEqualTo(created.thingTypeArn());
    assertThat(described.thingTypeProperties()).isEqualTo(properties);
    assertThat(described.thingTypeMetadata().deprecated()).isFalse();
    assertThat(described.thingTypeMetadata().deprecationDate()).isNull();
    assertThat(described.thingTypeMetadata().creationDate()).isNotNull();
    assertThat(iot.listTagsForResource(r -> r.resourceArn(created.thingTypeArn())).tags())
        .containsExactly(Tag.builder().key("k").value("v").build());
  }

  @Test
  void creating_again_is_repeating_or_a_conflict() {
    var name = registered.name("type");
    var first =
        iot.createThingType(r -> r.thingTypeName(name).thingTypeProperties(searchable("a")));

    var again =
        iot.createThingType(r -> r.thingTypeName(name).thingTypeProperties(searchable("a")));

    assertThat(again.thingTypeId()).isEqualTo(first.thingTypeId());
    assertRefused(
        ResourceAlreadyExistsException.class,
        409,
        "already exists",
        () -> iot.createThingType(r -> r.thingTypeName(name).thingTypeProperties(searchable("b"))));
  }

  @Test
  void limits_of_types_hold_at_their_edges() {
    iot.createThingType(
        r ->
            r.thingTypeName(registered.name("type"))
                .thingTypeProperties(
                    p ->
                        p.thingTypeDescription("d".repeat(2028))
                            .searchableAttributes("a", "b", "c")
                            .mqtt5Configuration(
                                m -> m.propagatingAttributes(Collections.nCopies(20, BY_THING)))));
    var name = registered.name("type");

    assertInvalid(
        "at 'thingTypeProperties.thingTypeDescription' failed to satisfy constraint: Member must"
            + " have length less than or equal to 2028",
        () ->
            iot.createThingType(
                r ->
                    r.thingTypeName(name)
                        .thingTypeProperties(p -> p.thingTypeDescription("d".repeat(2029)))));
    assertInvalid(
        "at most 3 searchable attributes",
        () ->
            iot.createThingType(
                r -> r.thingTypeName(name).thingTypeProperties(searchable("a", "b", "c", "d"))));
    assertInvalid(
        "have length less than or equal to 20",
        () ->
            iot.createThingType(
                r ->
                    r.thingTypeName(name)
                        .thingTypeProperties(
                            propagating(
                                Collections.nCopies(21, BY_THING)
                                    .toArray(PropagatingAttribute[]::new)))));
    assertInvalid(
        "needs either a thingAttribute or a connectionAttribute",
        () ->
            iot.createThingType(
                r ->
                    r.thingTypeName(name)
                        .thingTypeProperties(
                            propagating(
                                PropagatingAttribute.builder().userPropertyKey("k").build()))));
    assertInvalid(
        "at 'thingTypeProperties.searchableAttributes.1.member' failed to satisfy constraint",
        () ->
            iot.createThingType(r -> r.thingTypeName(name).thingTypeProperties(searchable("a b"))));
  }

  @Test
  void only_the_mqtt_5_configuration_can_be_updated() {
    var name = registered.type();

    iot.updateThingType(r -> r.thingTypeName(name).thingTypeProperties(propagating(BY_THING)));

    assertThat(iot.describeThingType(r -> r.thingTypeName(name)).thingTypeProperties())
        .isEqualTo(propagating(BY_THING).toBuilder().searchableAttributes(List.of()).build());
    assertInvalid(
        "Can only update mqtt5Configuration.",
        () -> iot.updateThingType(r -> r.thingTypeName(name).thingTypeProperties(searchable("a"))));
    assertNotFound(
        () ->
            iot.updateThingType(
                r ->
                    r.thingTypeName(registered.name("none"))
                        .thingTypeProperties(propagating(BY_THING))));
  }

  @Test
  void a_type_is_deprecated_taken_up_again_and_deleted_when_no_thing_has_it() {
    var name = registered.type();
    var thing = registered.name("thing");
    iot.createThing(r -> r.thingName(thing).thingTypeName(name));

    assertInvalid("must be deprecated", () -> iot.deleteThingType(r -> r.thingTypeName(name)));
    iot.deprecateThingType(r -> r.thingTypeName(name));
    iot.deprecateThingType(r -> r.thingTypeName(name));
    var metadata = iot.describeThingType(r -> r.thingTypeName(name)).thingTypeMetadata();
    assertThat(metadata.deprecated()).isTrue();
    assertThat(metadata.deprecationDate()).isNotNull();
    assertInvalid("while things have it", () -> iot.deleteThingType(r -> r.thingTypeName(name)));
    iot.deprecateThingType(r -> r.thingTypeName(name).undoDeprecate(true));
    assertThat(iot.describeThingType(r -> r.thingTypeName(name)).thingTypeMetadata().deprecated())
        .isFalse();
    iot.deprecateThingType(r -> r.thingTypeName(name));
    iot.updateThing(r -> r.thingName(thing).removeThingType(true));
    iot.deleteThingType(r -> r.thingTypeName(name));

    assertNotFound(() -> iot.describeThingType(r -> r.thingTypeName(name)));
    assertNotFound(() -> iot.deleteThingType(r -> r.thingTypeName(name)));
    assertNotFound(() -> iot.deprecateThingType(r -> r.thingTypeName(name)));
  }

  @Test
  void types_are_listed_by_how_their_names_begin_in_pages() {
    var beginning = registered.name("Listed");
    for (var end : List.of("c", "a", "b")) {
      iot.createThingType(r -> r.thingTypeName(beginning + end));
    }

    var listed =
        iot.listThingTypesPaginator(r -> r.thingTypeName(beginning).maxResults(2)).thingTypes();

    assertThat(listed)
        .extracting(ThingTypeDefinition::thingTypeName)
        .containsExactly(beginning + "a", beginning + "b", beginning + "c");
    assertThat(listed.stream().findFirst().orElseThrow().thingTypeArn())
        .endsWith("thingtype/" + beginning + "a");
    var token = iot.listThingTypes(r -> r.thingTypeName(beginning).maxResults(1)).nextToken();
    assertInvalid("Next token is invalid.", () -> iot.listThingTypes(r -> r.nextToken(token)));
  }
}
