package errand.core.app;

/**
 * Takes away the rows of those who were in groups that are deleted, one bounded batch per
 * transaction, so that a huge group is deleted as fast as an empty one and device requests are not
 * held up. Called by one loop at a time; safe to be killed at any line.
 */
public final class MembershipSweep {
  /** Rows in one transaction. */
  static final int BATCH = 500;

  private final Store store;

  public MembershipSweep(Store store) {
    this.store = store;
  }

  /** Does one batch; true when there may be more to do at once. */
  public boolean beat() {
    if (store.<Boolean>read(tx -> tx.memberships().swept())) {
      return false;
    }
    return store.transact(
        tx -> {
          tx.memberships().sweep(BATCH);
          return !tx.memberships().swept();
        });
  }
}
