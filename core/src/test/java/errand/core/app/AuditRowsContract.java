package errand.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.AuditRows.Filter;
import errand.core.app.AuditRows.Numbered;
import errand.core.app.AuditRows.Window;
import errand.core.audit.Actor;
import errand.core.audit.AuditEntry;
import errand.core.audit.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link AuditRows}. */
interface AuditRowsContract extends ContractedStore {
  Actor ANN = new Actor(Actor.Kind.KEY, "AKIAANN", "10.0.0.1");
  Actor BOB = new Actor(Actor.Kind.KEY, "AKIABOB", "10.0.0.2");

  private static Instant at(int second) {
    return StoreSamples.T0.plusSeconds(second);
  }

  private static AuditEntry made(int second, Actor actor, String... resources) {
    return AuditEntry.done(at(second), actor, "CreateThing", List.of(resources));
  }

  private static AuditEntry refused(int second, Actor actor, String resource) {
    return new AuditEntry(
        at(second),
        actor,
        "DeleteThing",
        List.of(resource),
        Outcome.REFUSED,
        "AccessDeniedException",
        7);
  }

  private List<AuditEntry> listed(Filter filter) {
    return store()
        .read(tx -> tx.audit().list(new Window(filter, Optional.empty(), true, 1000)))
        .stream()
        .map(Numbered::entry)
        .toList();
  }

  private void add(AuditEntry... entries) {
    change(tx -> List.of(entries).forEach(tx.audit()::add));
  }

  @Test
  default void entries_come_back_whole_in_both_orders_page_by_page() {
    AuditEntry first = made(1, ANN, "thing/a", "cert/c");
    AuditEntry second = refused(2, BOB, "thing/a");
    AuditEntry third = made(3, ANN);
    add(first, second, third);

    List<Numbered> page =
        store().read(tx -> tx.audit().list(new Window(Filter.ALL, Optional.empty(), false, 2)));
    List<Numbered> rest =
        store()
            .read(
                tx ->
                    tx.audit()
                        .list(
                            new Window(
                                Filter.ALL, Optional.of(page.getLast().number()), false, 2)));

    assertThat(page).extracting(Numbered::entry).containsExactly(third, second);
    assertThat(rest).extracting(Numbered::entry).containsExactly(first);
    assertThat(listed(Filter.ALL)).containsExactly(first, second, third);
  }

  @Test
  default void each_filter_keeps_what_it_names_and_nothing_else() {
    AuditEntry first = made(1, ANN, "thing/a", "thing/b");
    AuditEntry second = refused(2, BOB, "thing/a");
    AuditEntry third = made(3, BOB, "thing/c");
    add(first, second, third);
    Optional<Instant> open = Optional.empty();
    Optional<String> any = Optional.empty();

    assertThat(listed(new Filter(Optional.of(at(2)), open, any, any, any, Optional.empty())))
        .containsExactly(second, third);
    assertThat(listed(new Filter(open, Optional.of(at(3)), any, any, any, Optional.empty())))
        .containsExactly(first, second);
    assertThat(listed(new Filter(open, open, Optional.of("AKIABOB"), any, any, Optional.empty())))
        .containsExactly(second, third);
    assertThat(listed(new Filter(open, open, any, Optional.of("thing/a"), any, Optional.empty())))
        .containsExactly(first, second);
    assertThat(
            listed(new Filter(open, open, any, any, Optional.of("DeleteThing"), Optional.empty())))
        .containsExactly(second);
    assertThat(listed(new Filter(open, open, any, any, any, Optional.of(Outcome.DONE))))
        .containsExactly(first, third);
    assertThat(
            listed(
                new Filter(
                    open,
                    open,
                    Optional.of("AKIABOB"),
                    Optional.of("thing/a"),
                    any,
                    Optional.of(Outcome.DONE))))
        .isEmpty();
  }

  @Test
  default void what_is_old_is_dropped_with_its_resources_and_a_limit() {
    add(made(1, ANN, "thing/a"), made(2, ANN, "thing/a"), made(3, ANN, "thing/a"));

    int first = store().transact(tx -> tx.audit().dropBefore(at(3), 1));
    int second = store().transact(tx -> tx.audit().dropBefore(at(3), 100));

    assertThat(first).isEqualTo(1);
    assertThat(second).isEqualTo(1);
    assertThat(
            listed(
                new Filter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("thing/a"),
                    Optional.empty(),
                    Optional.empty())))
        .extracting(AuditEntry::at)
        .containsExactly(at(3));
  }

  @Test
  default void of_what_was_not_done_the_newest_stay_and_of_what_was_done_all() {
    AuditEntry done = made(1, ANN, "thing/a");
    add(done, refused(2, BOB, "x"), refused(3, BOB, "x"), refused(4, BOB, "x"));

    int dropped = store().transact(tx -> tx.audit().dropUndone(1, 100));
    int again = store().transact(tx -> tx.audit().dropUndone(1, 100));

    assertThat(dropped).isEqualTo(2);
    assertThat(again).isEqualTo(0);
    assertThat(listed(Filter.ALL)).containsExactly(done, refused(4, BOB, "x"));
  }

  @Test
  default void a_change_and_its_entry_are_made_together_or_not_at_all() {
    var audited = new AuditedStore(store(), () -> at(5));

    String name =
        Deed.by(
            ANN,
            () ->
                Deed.doing(
                    "CreateThing", List.of("thing/a"), () -> audited.<String>transact(tx -> "a")));
    Answer<String, String> refusal =
        Deed.by(
            BOB,
            () ->
                Deed.doing(
                    "CreateThing",
                    List.of("thing/b"),
                    () -> audited.transact(tx -> Answer.<String, String>refused("no"))));
    audited.transact(tx -> "by nobody in particular");

    assertThat(name).isEqualTo("a");
    assertThat(refusal).isEqualTo(Answer.refused("no"));
    assertThat(listed(Filter.ALL))
        .containsExactly(AuditEntry.done(at(5), ANN, "CreateThing", List.of("thing/a")));
  }

  @Test
  default void a_flood_of_attempts_is_counted_written_slowly_and_its_excess_told() {
    var clock = new Instant[] {at(0)};
    var audit = new Audit(store(), new Audit.Limits(Duration.ofDays(1), 250, 200), () -> clock[0]);
    for (int i = 0; i < 1000; i++) {
      audit.tried(BOB, "GetJob", List.of("job/j"), Outcome.REFUSED, "AccessDeniedException");
      audit.tried(BOB, "GetJob", List.of("job/" + i), Outcome.REFUSED, "AccessDeniedException");
    }

    audit.beat();
    int afterOne = listed(Filter.ALL).size();
    audit.beat();
    List<AuditEntry> all = listed(Filter.ALL);
    clock[0] = at(61);
    boolean again = audit.beat();

    assertThat(afterOne).isEqualTo(200);
    assertThat(all).hasSize(Audit.WAITING_MAX + 1);
    assertThat(all.getFirst().times()).isEqualTo(1000);
    assertThat(all.getLast().times()).isEqualTo(1000 - (Audit.WAITING_MAX - 1));
    assertThat(again).isFalse();
    assertThat(listed(Filter.ALL)).hasSize(250).contains(all.getLast());
  }
}
