package errand.core.app;

import static errand.core.app.Fleet.T0;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.fleet.EventSettings;
import errand.core.fleet.EventType;
import errand.core.fleet.Indexing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the account chose: control-plane 8 and 10.3. */
class AccountSettingsTest {
  private final Fleet fleet = new Fleet();
  private final AccountSettings account = fleet.account;

  @Test
  void every_event_is_off_until_it_is_turned_on() {
    assertThat(account.events()).isEqualTo(EventSettings.UNTOUCHED);
    for (EventType type : EventType.values()) {
      assertThat(account.events().on(type)).isFalse();
    }
  }

  @Test
  void choices_of_events_are_added_to_those_before() {
    account.choose(Map.of(EventType.JOB, true, EventType.THING, true));
    fleet.pass(Duration.ofSeconds(5));
    account.choose(Map.of(EventType.THING, false));

    assertThat(account.events())
        .isEqualTo(
            new EventSettings(
                Map.of(EventType.JOB, true, EventType.THING, false),
                Optional.of(new EventSettings.Times(T0, T0.plusSeconds(5)))));
    assertThat(account.events().on(EventType.JOB)).isTrue();
    assertThat(account.events().on(EventType.THING)).isFalse();
  }

  @Test
  void each_part_of_the_indexing_configuration_is_replaced_by_itself() {
    var things =
        new Indexing.OfThings(
            Indexing.ThingMode.REGISTRY,
            Indexing.OFF.things().sources(),
            Indexing.Fields.NONE,
            Optional.empty());
    var groups = new Indexing.OfGroups(Indexing.GroupMode.ON, Indexing.Fields.NONE);
    assertThat(account.indexing()).isEqualTo(Indexing.OFF);

    account.index(before -> before.with(things));
    account.index(before -> before.with(groups));

    assertThat(account.indexing()).isEqualTo(new Indexing(things, groups));
  }
}
