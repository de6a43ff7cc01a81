package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.thing;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.fleet.Attachment;
import errand.core.fleet.Certificate;
import errand.core.fleet.Certificate.Source;
import errand.core.fleet.Certificate.Standing;
import errand.core.fleet.Validity;
import errand.core.name.ThingName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link CertificateRows}. */
interface CertificateRowsContract extends ContractedStore {
  Certificate ACTIVE = certificate("ab01", 0);

  @Test
  default void a_certificate_comes_back_whole_and_may_be_replaced() {
    var revoked = ACTIVE.standing(Standing.REVOKED, T0.plusSeconds(5));

    change(tx -> tx.certificates().insert(ACTIVE));
    assertFound(tx -> tx.certificates().find("ab01")).contains(ACTIVE);
    assertFound(tx -> tx.certificates().find("ab02")).isEmpty();

    change(tx -> tx.certificates().update(revoked));
    assertFound(tx -> tx.certificates().find("ab01")).contains(revoked);
  }

  @Test
  default void a_second_certificate_of_an_id_and_the_update_of_none_are_refused() {
    assertThatThrownBy(() -> change(tx -> tx.certificates().update(ACTIVE)))
        .isInstanceOf(IllegalStateException.class);

    change(tx -> tx.certificates().insert(ACTIVE));

    assertThatThrownBy(() -> change(tx -> tx.certificates().insert(ACTIVE)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void a_certificate_speaks_for_things_until_detached() {
    change(
        tx -> {
          tx.things().insert(thing("b", 1));
          tx.things().insert(thing("a", 2));
          tx.things().insert(thing("c", 3));
          for (long thing : List.of(1L, 2L, 1L)) {
            tx.certificates().attach("ab01", thingId(thing), false);
          }
          tx.certificates().attach("aa00", thingId(1), true);
        });

    assertListed(tx -> tx.certificates().things("ab01", Optional.empty(), 9))
        .containsExactly(attached("ab01", 2, "a", false), attached("ab01", 1, "b", false));
    assertListed(tx -> tx.certificates().things("ab01", Optional.empty(), 1)).hasSize(1);
    assertListed(tx -> tx.certificates().things("ab01", Optional.of(new ThingName("a")), 9))
        .containsExactly(attached("ab01", 1, "b", false));
    assertListed(tx -> tx.certificates().certificates(thingId(1)))
        .containsExactly(attached("aa00", 1, "b", true), attached("ab01", 1, "b", false));

    change(
        tx -> {
          assertThat(tx.certificates().detach("ab01", thingId(1))).isTrue();
          assertThat(tx.certificates().detach("ab01", thingId(1))).isFalse();
        });

    assertListed(tx -> tx.certificates().things("ab01", Optional.empty(), 9))
        .containsExactly(attached("ab01", 2, "a", false));
    assertListed(tx -> tx.certificates().certificates(thingId(1)))
        .containsExactly(attached("aa00", 1, "b", true));
    assertListed(tx -> tx.certificates().certificates(thingId(3))).isEmpty();
  }

  @Test
  default void attaching_again_changes_whether_it_is_exclusive() {
    change(
        tx -> {
          tx.things().insert(thing("a", 1));
          tx.certificates().attach("ab01", thingId(1), false);
          tx.certificates().attach("ab01", thingId(1), true);
        });

    assertListed(tx -> tx.certificates().certificates(thingId(1)))
        .containsExactly(attached("ab01", 1, "a", true));
  }

  @Test
  default void a_deleted_certificate_speaks_for_nothing() {
    change(
        tx -> {
          tx.things().insert(thing("a", 1));
          tx.certificates().insert(ACTIVE);
          tx.certificates().attach("ab01", thingId(1), false);
          assertThat(tx.certificates().delete("ab01")).isTrue();
          assertThat(tx.certificates().delete("ab01")).isFalse();
        });

    assertFound(tx -> tx.certificates().find("ab01")).isEmpty();
    assertListed(tx -> tx.certificates().certificates(thingId(1))).isEmpty();
  }

  @Test
  default void certificates_are_listed_by_age_either_way() {
    var old = certificate("bb", 0);
    var twin = certificate("cc", 0);
    var young = certificate("aa", 9);
    change(tx -> List.of(young, twin, old).forEach(tx.certificates()::insert));

    assertListed(tx -> tx.certificates().list(window(Optional.empty(), true, 9)))
        .containsExactly(old, twin, young);
    assertListed(tx -> tx.certificates().list(window(Optional.of(old), true, 1)))
        .containsExactly(twin);
    assertListed(tx -> tx.certificates().list(window(Optional.empty(), false, 9)))
        .containsExactly(young, twin, old);
    assertListed(tx -> tx.certificates().list(window(Optional.of(twin), false, 9)))
        .containsExactly(old);
  }

  @Test
  default void certificates_are_listed_by_authority() {
    var vouched =
        new Certificate(
            "dd",
            "pem",
            Standing.PENDING_ACTIVATION,
            new Source.SignedBy("ca"),
            new Validity(T0, T0.plusSeconds(1)),
            T0,
            T0);
    change(tx -> List.of(ACTIVE, vouched).forEach(tx.certificates()::insert));

    for (boolean ascending : List.of(true, false)) {
      assertListed(
              tx ->
                  tx.certificates()
                      .list(
                          new CertificateRows.Window(
                              Optional.of("ca"), Optional.empty(), ascending, 9)))
          .containsExactly(vouched);
    }
  }

  private static CertificateRows.Window window(
      Optional<Certificate> after, boolean ascending, int limit) {
    return new CertificateRows.Window(
        Optional.empty(),
        after.map(each -> new CertificateRows.Place(each.createdAt(), each.id())),
        ascending,
        limit);
  }

  private static Attachment attached(String id, long thing, String name, boolean exclusive) {
    return new Attachment(id, thingId(thing), new ThingName(name), exclusive);
  }

  private static Certificate certificate(String id, long second) {
    Instant at = T0.plusSeconds(second);
    return new Certificate(
        id,
        "-----BEGIN\n…\n",
        Standing.ACTIVE,
        new Source.Issued(),
        new Validity(T0, T0.plusSeconds(100)),
        at,
        at);
  }
}
