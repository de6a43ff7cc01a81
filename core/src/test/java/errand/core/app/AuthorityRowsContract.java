package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.fleet.Authority;
import errand.core.fleet.Validity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link AuthorityRows}. */
interface AuthorityRowsContract extends ContractedStore {
  @Test
  default void an_authority_comes_back_whole_and_may_be_replaced_and_deleted() {
    Authority authority = authority("ca1", "CN=a", 0);
    Authority changed = authority.switched(false, true, T0.plusSeconds(3));

    assertThatThrownBy(() -> change(tx -> tx.authorities().update(authority)))
        .isInstanceOf(IllegalStateException.class);
    change(tx -> tx.authorities().insert(authority));
    assertFound(tx -> tx.authorities().find("ca1")).contains(authority);
    assertThatThrownBy(() -> change(tx -> tx.authorities().insert(authority)))
        .isInstanceOf(IllegalStateException.class);

    change(tx -> tx.authorities().update(changed));
    assertFound(tx -> tx.authorities().find("ca1")).contains(changed);

    change(tx -> assertThat(tx.authorities().delete("ca1")).isTrue());
    change(tx -> assertThat(tx.authorities().delete("ca1")).isFalse());
    assertFound(tx -> tx.authorities().find("ca1")).isEmpty();
  }

  @Test
  default void authorities_are_found_by_subject_and_listed_by_age() {
    Authority first = authority("ca3", "CN=a", 0);
    Authority second = authority("ca1", "CN=a", 1);
    Authority third = authority("ca2", "CN=b", 2);
    change(tx -> List.of(third, second, first).forEach(tx.authorities()::insert));

    assertListed(tx -> tx.authorities().named("CN=a")).containsExactly(second, first);
    assertListed(tx -> tx.authorities().named("CN=c")).isEmpty();
    assertListed(tx -> tx.authorities().list(true)).containsExactly(first, second, third);
    assertListed(tx -> tx.authorities().list(false)).containsExactly(third, second, first);
  }

  @Test
  default void there_is_one_registration_code_at_most() {
    assertFound(tx -> tx.authorities().code()).isEmpty();

    change(tx -> tx.authorities().code(Optional.of("a")));
    change(tx -> tx.authorities().code(Optional.of("b")));
    assertFound(tx -> tx.authorities().code()).contains("b");

    change(tx -> tx.authorities().code(Optional.empty()));
    assertFound(tx -> tx.authorities().code()).isEmpty();
  }

  private static Authority authority(String id, String subject, long second) {
    return new Authority(
        id,
        "pem",
        subject,
        true,
        false,
        true,
        new Validity(T0, T0.plusSeconds(50)),
        T0.plusSeconds(second),
        T0.plusSeconds(second));
  }
}
