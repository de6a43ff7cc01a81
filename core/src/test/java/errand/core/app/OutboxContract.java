package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.detailed;
import static errand.core.app.StoreSamples.execution;
import static errand.core.app.StoreSamples.notice;
import static errand.core.app.StoreSamples.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.app.Outbox.Numbered;
import errand.core.execution.Notice;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link Outbox}. */
interface OutboxContract extends ContractedStore {
  @Test
  default void a_notice_comes_back_whole() {
    var running = detailed(running(execution(1, "j1", 1), T0.plusSeconds(5)), Map.of("a", "Ä\n"));
    var notice =
        new Notice(
            new ThingName("t1"),
            new Namespace("greengrass"),
            T0,
            false,
            true,
            List.of(running, execution(1, "j2", 2)));

    change(tx -> tx.outbox().add(notice));

    assertThat(taken(0, 9)).extracting(Numbered::notice).containsExactly(notice);
  }

  @Test
  default void notices_come_in_the_order_of_their_commits_above_a_number() {
    for (int n = 1; n <= 3; n++) {
      int thing = n;
      change(
          tx -> {
            tx.outbox().add(notice("a" + thing));
            tx.outbox().add(notice("b" + thing));
          });
    }

    List<Numbered> all = taken(0, 9);

    assertThat(all)
        .extracting(each -> each.notice().thing().text())
        .containsExactly("a1", "b1", "a2", "b2", "a3", "b3");
    assertThat(all).extracting(Numbered::number).isSorted().doesNotHaveDuplicates();
    assertThat(taken(0, 2)).isEqualTo(all.subList(0, 2));
    assertThat(taken(all.get(1).number(), 2)).isEqualTo(all.subList(2, 4));
    assertThat(taken(all.getLast().number(), 2)).isEmpty();
  }

  @Test
  default void what_was_removed_is_gone_and_its_number_is_not_used_again() {
    change(tx -> tx.outbox().add(notice("t1")));
    change(tx -> tx.outbox().add(notice("t2")));
    List<Long> numbers = taken(0, 9).stream().map(Numbered::number).toList();

    change(tx -> tx.outbox().remove(numbers));
    change(tx -> tx.outbox().remove(numbers));
    change(tx -> tx.outbox().add(notice("t3")));

    assertThat(taken(numbers.getLast(), 9))
        .extracting(each -> each.notice().thing().text())
        .containsExactly("t3");
    assertThat(taken(0, 9)).hasSize(1);
  }

  @Test
  default void a_notice_of_a_work_that_failed_is_never_seen() {
    assertThatThrownBy(
            () ->
                change(
                    tx -> {
                      tx.outbox().add(notice("t1"));
                      throw new ArithmeticException("mine");
                    }))
        .isInstanceOf(ArithmeticException.class);
    change(tx -> tx.outbox().add(notice("t2")));

    assertThat(taken(0, 9)).extracting(each -> each.notice().thing().text()).containsExactly("t2");
  }

  private List<Numbered> taken(long above, int limit) {
    return store().read(tx -> tx.outbox().take(above, limit));
  }
}
