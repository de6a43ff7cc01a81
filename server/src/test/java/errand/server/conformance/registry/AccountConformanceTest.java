package errand.server.conformance.registry;

import static errand.server.conformance.registry.Registered.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.Configuration;
import software.amazon.awssdk.services.iot.model.EventType;
import software.amazon.awssdk.services.iot.model.Field;
import software.amazon.awssdk.services.iot.model.FieldType;
import software.amazon.awssdk.services.iot.model.GeoLocationTarget;
import software.amazon.awssdk.services.iot.model.ThingGroupIndexingConfiguration;
import software.amazon.awssdk.services.iot.model.ThingIndexingConfiguration;

/**
 * What the account chose: control-plane 8 and 10.3. Each test puts back what was before, since the
 * server is shared.
 */
@ExtendWith(SharedServer.class)
final class AccountConformanceTest {
  private final Registered registered;
  private final IotClient iot;

  AccountConformanceTest(RunningServer server) {
    this.registered = new Registered(server);
    this.iot = registered.iot();
  }

  @AfterEach
  void putBack() {
    events(EventType.POLICY, false);
    iot.updateIndexingConfiguration(
        r ->
            r.thingIndexingConfiguration(t -> t.thingIndexingMode("OFF"))
                .thingGroupIndexingConfiguration(g -> g.thingGroupIndexingMode("OFF")));
    registered.close();
  }

  private void events(EventType type, boolean enabled) {
    iot.updateEventConfigurations(
        r -> r.eventConfigurations(Map.of(type, Configuration.builder().enabled(enabled).build())));
  }

  @Test
  void events_are_turned_on_and_off_one_by_one() {
    events(EventType.POLICY, true);
    events(EventType.CA_CERTIFICATE, false);

    var described = iot.describeEventConfigurations();

    assertThat(described.eventConfigurations()).hasSize(11);
    assertThat(described.eventConfigurations())
        .containsEntry(EventType.POLICY, Configuration.builder().enabled(true).build())
        .containsEntry(EventType.CA_CERTIFICATE, Configuration.builder().enabled(false).build());
    assertThat(described.creationDate()).isNotNull();
    assertThat(described.lastModifiedDate()).isAfterOrEqualTo(described.creationDate());
  }

  @Test
  void an_unknown_event_is_refused() {
    assertInvalid(
        "at 'eventConfigurations' failed to satisfy constraint: Map keys must satisfy constraint:"
            + " [Member must satisfy enum value set: [THING, THING_GROUP, THING_TYPE,",
        () ->
            iot.updateEventConfigurations(
                r ->
                    r.eventConfigurationsWithStrings(
                        Map.of("NOTHING", Configuration.builder().enabled(true).build()))));
  }

  @Test
  void the_indexing_configuration_is_stored_part_by_part_and_returned() {
    var field = Field.builder().name("attributes.size").type(FieldType.NUMBER).build();
    var place = GeoLocationTarget.builder().name("place").order("LonLat").build();
    var things =
        ThingIndexingConfiguration.builder()
            .thingIndexingMode("REGISTRY_AND_SHADOW")
            .thingConnectivityIndexingMode("STATUS")
            .deviceDefenderIndexingMode("OFF")
            .namedShadowIndexingMode("ON")
            .managedFields(Field.builder().name("thingName").type(FieldType.STRING).build())
            .customFields(field)
            .filter(f -> f.namedShadowNames("$package").geoLocations(place))
            .build();
    var groups =
        ThingGroupIndexingConfiguration.builder()
            .thingGroupIndexingMode("ON")
            .managedFields(List.of())
            .customFields(field)
            .build();

    iot.updateIndexingConfiguration(r -> r.thingIndexingConfiguration(things));
    iot.updateIndexingConfiguration(r -> r.thingGroupIndexingConfiguration(groups));

    var stored = iot.getIndexingConfiguration(r -> {});
    assertThat(stored.thingIndexingConfiguration()).isEqualTo(things);
    assertThat(stored.thingGroupIndexingConfiguration()).isEqualTo(groups);
  }

  @Test
  void an_indexing_configuration_needs_known_modes() {
    assertInvalid(
        "Value null at 'thingIndexingConfiguration.thingIndexingMode'",
        () ->
            iot.updateIndexingConfiguration(
                r -> r.thingIndexingConfiguration(t -> t.thingConnectivityIndexingMode("STATUS"))));
    assertInvalid(
        "Value 'ALL' at 'thingIndexingConfiguration.thingIndexingMode' failed to satisfy"
            + " constraint: Member must satisfy enum value set: [OFF, REGISTRY,"
            + " REGISTRY_AND_SHADOW]",
        () ->
            iot.updateIndexingConfiguration(
                r -> r.thingIndexingConfiguration(t -> t.thingIndexingMode("ALL"))));
    assertInvalid(
        "Value null at 'thingGroupIndexingConfiguration.thingGroupIndexingMode'",
        () -> iot.updateIndexingConfiguration(r -> r.thingGroupIndexingConfiguration(g -> {})));
    assertInvalid(
        "at 'thingIndexingConfiguration.filter.namedShadowNames.1.member' failed to satisfy",
        () ->
            iot.updateIndexingConfiguration(
                r ->
                    r.thingIndexingConfiguration(
                        t ->
                            t.thingIndexingMode("REGISTRY")
                                .filter(f -> f.namedShadowNames("a b")))));
  }
}
