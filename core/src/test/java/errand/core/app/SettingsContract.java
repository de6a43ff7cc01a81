package errand.core.app;

import static errand.core.app.StoreSamples.T0;

import errand.core.fleet.EventSettings;
import errand.core.fleet.EventType;
import errand.core.fleet.Indexing;
import errand.core.fleet.Tagged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@link TagRows} and {@link AccountRows}. */
interface SettingsContract extends ContractedStore {
  @Test
  default void tags_belong_to_one_resource_and_are_replaced_as_a_whole() {
    var thing = new Tagged(Tagged.Kind.THING, "x");
    var group = new Tagged(Tagged.Kind.THING_GROUP, "x");
    var first = new TreeMap<>(Map.of("b", "", "a", "\u00fc \"1\""));
    var second = new TreeMap<>(Map.of("c", "d"));

    change(tx -> tx.tags().put(thing, first));
    assertSeen(tx -> tx.tags().find(thing)).isEqualTo(first);
    assertSeen(tx -> tx.tags().find(group)).isEqualTo(new TreeMap<>());

    change(tx -> tx.tags().put(thing, second));
    assertSeen(tx -> tx.tags().find(thing)).isEqualTo(second);

    change(tx -> tx.tags().put(thing, new TreeMap<>()));
    assertSeen(tx -> tx.tags().find(thing)).isEqualTo(new TreeMap<>());
  }

  @Test
  default void what_the_account_chose_comes_back_whole() {
    var events =
        EventSettings.UNTOUCHED
            .with(Map.of(EventType.JOB, true), T0)
            .with(Map.of(EventType.THING, false), T0.plusSeconds(1));
    var custom =
        List.of(
            new Indexing.Field(Optional.of("a.b"), Optional.of(Indexing.FieldType.Number)),
            new Indexing.Field(Optional.empty(), Optional.empty()));
    var fields = new Indexing.Fields(List.of(), custom);
    var filter =
        new Indexing.Filter(
            List.of("$package"),
            List.of(new Indexing.GeoLocation(Optional.of("place"), Optional.of("LatLon"))));
    var indexing =
        new Indexing(
            new Indexing.OfThings(
                Indexing.ThingMode.REGISTRY_AND_SHADOW,
                new Indexing.Sources(
                    Indexing.ConnectivityMode.STATUS,
                    Indexing.DefenderMode.VIOLATIONS,
                    Indexing.ShadowMode.ON),
                fields,
                Optional.of(filter)),
            new Indexing.OfGroups(Indexing.GroupMode.ON, fields));

    assertSeen(tx -> tx.account().events()).isEqualTo(EventSettings.UNTOUCHED);
    assertSeen(tx -> tx.account().indexing()).isEqualTo(Indexing.OFF);
    assertSeen(tx -> tx.account().versionsRole()).isEqualTo(Optional.empty());

    change(
        tx -> {
          tx.account().put(events);
          tx.account().put(indexing);
          tx.account().putVersionsRole("arn:aws:iam::000000000000:role/packages");
        });

    assertSeen(tx -> tx.account().events()).isEqualTo(events);
    assertSeen(tx -> tx.account().indexing()).isEqualTo(indexing);
    assertSeen(tx -> tx.account().versionsRole())
        .isEqualTo(Optional.of("arn:aws:iam::000000000000:role/packages"));
  }
}
