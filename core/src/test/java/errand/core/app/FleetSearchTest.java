package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.group;
import static errand.core.app.StoreSamples.member;
import static errand.core.app.StoreSamples.thing;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.Presence.Seen;
import errand.core.fleet.Certificate;
import errand.core.fleet.Connectivity;
import errand.core.fleet.DisconnectReason;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FleetSearchTest {
  private final Store store = new MemoryStore();
  private final FleetSearch search = new FleetSearch(store);
  private final Presence presence = new Presence(store, () -> T0.plusSeconds(60));

  @Test
  void pages_in_name_order_show_every_match_once() {
    fill(2_500);

    var all = new ArrayList<String>();
    Optional<ThingName> after = Optional.empty();
    int pages = 0;
    do {
      FleetSearch.Found page = found("attributes.even:yes", after, 300);
      all.addAll(names(page));
      after = page.next();
      pages++;
    } while (after.isPresent());

    assertThat(all).hasSize(1_250).isSorted().doesNotHaveDuplicates();
    assertThat(pages).isEqualTo(5);
  }

  @Test
  void a_page_that_takes_the_last_match_says_so() {
    fill(10);

    assertThat(found("attributes.even:yes", Optional.empty(), 5).next()).isEmpty();
    assertThat(found("attributes.even:yes", Optional.empty(), 4).next()).isPresent();
    assertThat(found("*", Optional.empty(), 10).next()).isEmpty();
  }

  @Test
  void things_are_counted() {
    fill(2_500);

    assertThat(search.count("attributes.even:yes")).isEqualTo(Answer.given(1_250L));
    assertThat(search.count("thingName:nothing")).isEqualTo(Answer.given(0L));
  }

  @Test
  void what_is_no_query_is_refused_with_its_place() {
    Optional<ControlRefusal> refusal =
        search
            .search("thingName:(a", Optional.empty(), 5)
            .fold(_ -> Optional.empty(), Optional::of);

    assertThat(refusal)
        .contains(
            new ControlRefusal(
                ControlRefusal.Why.INVALID_QUERY,
                "Invalid query at position 11: the bracket is not closed"));
  }

  @Test
  void a_thing_is_found_by_any_word_of_the_registry() {
    store.transact(
        tx -> {
          var attributes = new TreeMap<>(Map.of("site", "Hall-4"));
          tx.things()
              .insert(
                  new Thing(
                      thingId(1),
                      new ThingName("t1"),
                      new ThingConfiguration(
                          Optional.of(new ThingTypeName("pump")), attributes, Optional.empty()),
                      1,
                      T0));
          tx.groups().insert(group("berlin", 1));
          return tx.memberships().join(member(1, "t1", 1));
        });

    for (String query : List.of("T1", "PUMP", "hall-4", "Berlin", thingId(1).toString())) {
      assertThat(names(found(query, Optional.empty(), 5))).as(query).containsExactly("t1");
    }
    assertThat(names(found("false", Optional.empty(), 5))).isEmpty();
  }

  @Test
  void a_thing_that_never_connected_counts_as_not_connected() {
    fill(1);

    assertThat(names(found("connectivity.connected:false", Optional.empty(), 5))).hasSize(1);
    assertThat(names(found("connectivity.timestamp:*", Optional.empty(), 5))).isEmpty();
    assertThat(search.connectivity(name(0)))
        .isEqualTo(Answer.given(new Connectivity(false, T0, Optional.empty())));
  }

  @Test
  void a_client_stands_for_the_thing_of_its_name() {
    fill(2);

    presence.remember(
        List.of(
            seen("t0001", Connectivity.up(T0)),
            seen("nobody", Connectivity.up(T0)),
            seen("no name/at all", Connectivity.up(T0))));

    assertThat(names(found("connectivity.connected:true", Optional.empty(), 5)))
        .containsExactly("t0001");
    assertThat(names(found("connectivity.timestamp>=" + T0.toEpochMilli(), Optional.empty(), 5)))
        .containsExactly("t0001");
  }

  @Test
  void a_client_of_another_name_stands_for_the_only_thing_of_its_certificate() {
    fill(2);
    store.transact(
        tx -> {
          tx.certificates().insert(new Certificate("one", "", Certificate.Standing.ACTIVE, T0));
          tx.certificates().attach("one", thingId(0));
          tx.certificates().insert(new Certificate("two", "", Certificate.Standing.ACTIVE, T0));
          tx.certificates().attach("two", thingId(0));
          tx.certificates().attach("two", thingId(1));
          return true;
        });
    var down = Connectivity.down(T0, DisconnectReason.CONNECTION_LOST);

    presence.remember(
        List.of(
            new Seen("gateway", Optional.of("one"), down),
            new Seen("other", Optional.of("two"), Connectivity.up(T0))));

    assertThat(search.connectivity(name(0))).isEqualTo(Answer.given(down));
    assertThat(names(found("connectivity.connected:true", Optional.empty(), 5))).isEmpty();
  }

  @Test
  void at_a_start_nobody_is_connected() {
    fill(1_200);
    for (int n = 0; n < 1_200; n++) {
      presence.remember(List.of(seen(name(n).text(), Connectivity.up(T0))));
    }

    presence.forgetConnections();

    assertThat(search.count("connectivity.connected:true")).isEqualTo(Answer.given(0L));
    assertThat(search.count("connectivity.disconnectReason:SERVER_ERROR"))
        .isEqualTo(Answer.given(1_200L));
    assertThat(search.connectivity(name(7)))
        .isEqualTo(
            Answer.given(Connectivity.down(T0.plusSeconds(60), DisconnectReason.SERVER_ERROR)));
  }

  private static Seen seen(String clientId, Connectivity connectivity) {
    return new Seen(clientId, Optional.empty(), connectivity);
  }

  private void fill(int things) {
    store.transact(
        tx -> {
          for (int n = 0; n < things; n++) {
            var attributes = new TreeMap<>(Map.of("even", n % 2 == 0 ? "yes" : "no"));
            tx.things()
                .insert(
                    new Thing(
                        thingId(n),
                        name(n),
                        new ThingConfiguration(Optional.empty(), attributes, Optional.empty()),
                        1,
                        T0));
          }
          return things;
        });
  }

  private static ThingName name(int n) {
    return thing("t%04d".formatted(n), n).name();
  }

  private FleetSearch.Found found(String query, Optional<ThingName> after, int limit) {
    return search
        .search(query, after, limit)
        .fold(
            page -> page,
            refusal -> {
              throw new AssertionError(refusal);
            });
  }

  private static List<String> names(FleetSearch.Found found) {
    return found.things().stream().map(each -> each.thing().name().text()).toList();
  }
}
