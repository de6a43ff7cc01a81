package errand.core.app;

import java.util.Optional;
import java.util.function.Function;

/**
 * The only door to data. Implemented by each database; every implementation passes one contract
 * suite.
 *
 * <p>The methods block the calling thread, which may be virtual, and throw {@link StoreException}
 * when the database fails.
 */
public interface Store {
  /**
   * Runs the work in one transaction. When it returns, all its changes are durable; when it throws,
   * none is made, and the exception of the work itself comes through unchanged. The work may run
   * more than once (after a lost race in the database), so it must do nothing but use the {@code
   * Tx}, and must not let it escape. Works of different callers are as if one after the other.
   */
  <T> T transact(Function<Tx, T> work);

  /**
   * Looks at one consistent state, not older than the last {@link #transact} that returned before
   * this call. The look must change nothing; a change throws. Never waits for a transaction.
   */
  <T> T read(Function<Tx, T> look);

  /**
   * Looks, with the promise of {@link #read}, at the little that devices ask for over and over. A
   * store may keep that at hand; so the look may run more than once, and must do nothing but use
   * the {@code Sight} and compute. Of two looks, one of them a {@code read}, the later one may see
   * the older state while a transaction is just returning.
   */
  default <T> T glance(Function<Sight, T> look) {
    return read(tx -> look.apply(new TxSight(tx)));
  }

  /**
   * The same, but only if all that the look asks for is at hand; empty when it is not. Blocks for
   * microseconds at most, so it suits a thread that must not wait.
   */
  default <T> Optional<T> recall(Function<Sight, T> look) {
    return Optional.empty();
  }
}
