package errand.core.app;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * A store that writes down who made a change, in the very transaction that makes it: either both
 * last or neither does. Works outside of any {@link Deed}, such as the pulse's, pass as they are.
 */
public record AuditedStore(Store store, InstantSource clock) implements Store {
  @Override
  public <T> T transact(Function<Tx, T> work) {
    Optional<Deed> deed = Deed.current();
    return deed.isEmpty() ? store.transact(work) : transact(deed.get(), work);
  }

  private <T> T transact(Deed deed, Function<Tx, T> work) {
    var now = clock.instant();
    return store.transact(
        tx -> {
          T result = work.apply(tx);
          if (!(result instanceof Answer.Refused)) {
            tx.audit().add(deed.done(now, result));
          }
          return result;
        });
  }

  @Override
  public <T> T read(Function<Tx, T> look) {
    return store.read(look);
  }

  @Override
  public <T> T glance(Function<Sight, T> look) {
    return store.glance(look);
  }

  @Override
  public <T> Optional<T> recall(Function<Sight, T> look) {
    return store.recall(look);
  }
}
