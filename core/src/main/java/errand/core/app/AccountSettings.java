package errand.core.app;

import errand.core.fleet.EventSettings;
import errand.core.fleet.EventType;
import errand.core.fleet.Indexing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What an operator may choose for the account. Each call is one transaction. Threads: any. */
public final class AccountSettings {
  private final Store store;
  private final InstantSource clock;

  public AccountSettings(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** DescribeEventConfigurations. */
  public EventSettings events() {
    return store.read(tx -> tx.account().events());
  }

  /** UpdateEventConfigurations: types that are not named stay as they are. */
  public EventSettings choose(Map<EventType, Boolean> events) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          EventSettings changed = tx.account().events().with(events, now);
          tx.account().put(changed);
          return changed;
        });
  }

  /** GetIndexingConfiguration. */
  public Indexing indexing() {
    return store.read(tx -> tx.account().indexing());
  }

  /**
   * UpdateIndexingConfiguration. The change may run more than once.
   *
   * @param change gives the configuration from the one before
   */
  public Indexing index(UnaryOperator<Indexing> change) {
    return store.transact(
        tx -> {
          Indexing changed = change.apply(tx.account().indexing());
          tx.account().put(changed);
          return changed;
        });
  }
}
