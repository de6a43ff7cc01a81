package errand.core.app;

import static errand.core.app.StoreSamples.execution;
import static errand.core.app.StoreSamples.group;
import static errand.core.app.StoreSamples.groupBelow;
import static errand.core.app.StoreSamples.job;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.EventRows.Numbered;
import errand.core.execution.Status;
import errand.core.fleet.FleetEvent;
import errand.core.fleet.FleetEvent.Operation;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.fleet.ThingType;
import errand.core.fleet.TypeProperties;
import errand.core.job.Counts;
import errand.core.job.Event;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@link EventRows} and {@link ReaderRows}. */
interface EventsContract extends ContractedStore {
  @Test
  default void events_come_back_whole_in_the_order_of_their_commits() {
    var counts = new Counts(Map.of(Status.FAILED, 2L));
    Event first =
        Event.OfJob.of(Event.JobOperation.CANCELED, job("j1", 1), counts, StoreSamples.T0);
    Event second = new Event.OfExecution(execution(1, "j1", 1), true, StoreSamples.T0);

    change(tx -> tx.events().add(first));
    change(tx -> tx.events().add(second));

    List<Numbered> owed = store().read(tx -> tx.events().take(0, 10));
    assertThat(owed).extracting(Numbered::event).containsExactly(first, second);
    List<Numbered> rest = store().read(tx -> tx.events().take(owed.getFirst().number(), 10));
    assertThat(rest).containsExactly(owed.getLast());
  }

  @Test
  default void events_of_the_registry_come_back_whole() {
    var plant = group("plant", 1);
    var line = groupBelow(plant, "line", 2);
    var name = new ThingTypeName("kind");
    var configuration =
        new ThingConfiguration(
            Optional.of(name), new TreeMap<>(Map.of("a", "b")), Optional.of("bill"));
    var thing = new Thing(thingId(1), new ThingName("t1"), configuration, 7, StoreSamples.T0);
    var properties = new TypeProperties("text", List.of("a"), Optional.empty());
    var kind =
        new ThingType(
            thingId(3).uuid(),
            name,
            properties,
            Optional.of(StoreSamples.T0),
            StoreSamples.T0.minusSeconds(1));
    List<FleetEvent> events =
        List.of(
            new FleetEvent.OfThing(Operation.UPDATED, thing),
            new FleetEvent.OfAssociation(Operation.ADDED, thing, name),
            new FleetEvent.OfType(Operation.CREATED, kind),
            new FleetEvent.OfGroup(Operation.DELETED, line, List.of(plant)),
            new FleetEvent.OfMembership(Operation.REMOVED, thing, line),
            new FleetEvent.OfHierarchy(Operation.ADDED, plant, line));

    change(tx -> events.forEach(each -> tx.events().add(new Event.OfFleet(each, StoreSamples.T0))));

    List<Numbered> owed = store().read(tx -> tx.events().take(0, 10));
    assertThat(owed.stream().map(Numbered::event).toList())
        .isEqualTo(
            events.stream().<Event>map(each -> new Event.OfFleet(each, StoreSamples.T0)).toList());
  }

  @Test
  default void events_are_taken_away_up_to_a_number() {
    change(
        tx -> {
          for (int i = 1; i <= 3; i++) {
            tx.events().add(new Event.OfExecution(execution(1, "j1", i), false, StoreSamples.T0));
          }
        });
    List<Numbered> owed = store().read(tx -> tx.events().take(0, 10));

    change(tx -> tx.events().removeUpTo(owed.get(1).number()));

    List<Numbered> rest = store().read(tx -> tx.events().take(0, 10));
    assertThat(rest).containsExactly(owed.get(2));
  }

  @Test
  default void each_reader_has_its_own_place_and_the_lowest_counts() {
    assertSeen(tx -> tx.readers().position("mqtt")).isEqualTo(0L);
    assertSeen(tx -> tx.readers().lowest()).isEqualTo(0L);

    change(
        tx -> {
          tx.readers().put("mqtt", 7);
          tx.readers().put("hook", 5);
          tx.readers().put("mqtt", 9);
        });

    assertSeen(tx -> tx.readers().position("mqtt")).isEqualTo(9L);
    assertSeen(tx -> tx.readers().lowest()).isEqualTo(5L);
    change(tx -> tx.readers().retain(List.of("mqtt")));
    assertSeen(tx -> tx.readers().lowest()).isEqualTo(9L);
  }
}
