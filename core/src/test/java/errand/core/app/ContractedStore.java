package errand.core.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.api.OptionalAssert;

/** Whatever store is under test, empty at the beginning of each test. */
interface ContractedStore {
  Store store();

  /** A transaction that only makes changes. */
  default void change(Consumer<Tx> changes) {
    store()
        .transact(
            tx -> {
              changes.accept(tx);
              return true;
            });
  }

  default <T> OptionalAssert<T> assertFound(Function<Tx, Optional<T>> look) {
    return assertThat(store().read(look));
  }

  default <T> ListAssert<T> assertListed(Function<Tx, List<T>> look) {
    return assertThat(store().read(look));
  }

  default <T> ObjectAssert<T> assertSeen(Function<Tx, T> look) {
    return assertThatObject(store().read(look));
  }
}
