package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.thing;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.fleet.Certificate;
import errand.core.fleet.Certificate.Standing;
import errand.core.name.ThingName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link CertificateRows}. */
interface CertificateRowsContract extends ContractedStore {
  Certificate ACTIVE = new Certificate("ab01", "-----BEGIN\n…\n", Standing.ACTIVE, T0);

  @Test
  default void a_certificate_comes_back_whole_and_may_be_replaced() {
    var revoked = new Certificate("ab01", "-----BEGIN\n…\n", Standing.REVOKED, T0);

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
            tx.certificates().attach("ab01", thingId(thing));
          }
          tx.certificates().attach("aa00", thingId(1));
        });

    assertListed(tx -> tx.certificates().things("ab01"))
        .containsExactly(new ThingName("a"), new ThingName("b"));
    assertListed(tx -> tx.certificates().certificates(thingId(1))).containsExactly("aa00", "ab01");

    change(
        tx -> {
          tx.certificates().detach("ab01", thingId(1));
          tx.certificates().detach("ab01", thingId(1));
        });

    assertListed(tx -> tx.certificates().things("ab01")).containsExactly(new ThingName("a"));
    assertListed(tx -> tx.certificates().certificates(thingId(1))).containsExactly("aa00");
    assertListed(tx -> tx.certificates().certificates(thingId(3))).isEmpty();
  }
}
