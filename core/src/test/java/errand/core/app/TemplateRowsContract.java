package errand.core.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.job.AbortRule;
import errand.core.job.FailureType;
import errand.core.job.Template;
import errand.core.job.Terms;
import errand.core.name.TemplateId;
import errand.core.schedule.Cron;
import errand.core.schedule.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link TemplateRows}. */
interface TemplateRowsContract extends ContractedStore {
  private static Template template(String id, long order) {
    var terms =
        new Terms(
            Optional.empty(),
            Optional.empty(),
            List.of(new AbortRule(FailureType.ALL, 100, 1)),
            Optional.of(Duration.ofMinutes(3)),
            List.of(),
            Optional.empty());
    var window =
        new Window(Cron.parse("cron(0 2 ? * MON *)").orElseThrow(), Duration.ofMinutes(30));
    return new Template(
        new TemplateId(id),
        "what it does",
        "{\"a\": 1}",
        Optional.of("https://example.org/d.json"),
        terms,
        List.of(window),
        StoreSamples.T0,
        order);
  }

  @Test
  default void a_template_comes_back_whole_until_it_is_deleted() {
    var template = template("t", 5);
    change(tx -> tx.templates().insert(template));

    assertFound(tx -> tx.templates().find(new TemplateId("t"))).contains(template);
    assertThat(store().<Boolean>transact(tx -> tx.templates().delete(new TemplateId("t"))))
        .isTrue();
    assertFound(tx -> tx.templates().find(new TemplateId("t"))).isEmpty();
    assertThat(store().<Boolean>transact(tx -> tx.templates().delete(new TemplateId("t"))))
        .isFalse();
  }

  @Test
  default void a_second_template_of_an_id_is_refused() {
    change(tx -> tx.templates().insert(template("t", 5)));

    assertThatThrownBy(() -> change(tx -> tx.templates().insert(template("t", 6))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void templates_are_listed_newest_first_in_pages() {
    change(
        tx -> {
          tx.templates().insert(template("b", 5));
          tx.templates().insert(template("a", 7));
          tx.templates().insert(template("c", 6));
        });

    assertListed(tx -> tx.templates().list(Optional.empty(), 2))
        .containsExactly(template("a", 7), template("c", 6));
    assertSeen(tx -> tx.totals().templates()).isEqualTo(3L);
    change(tx -> tx.templates().delete(new TemplateId("c")));
    assertSeen(tx -> tx.totals().templates()).isEqualTo(2L);
    assertListed(tx -> tx.templates().list(Optional.of(6L), 2)).containsExactly(template("b", 5));
  }
}
