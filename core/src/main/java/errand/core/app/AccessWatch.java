package errand.core.app;

/**
 * Told of every change that what devices may do depends on, after its commit and before the use
 * case returns. Must not block, nor throw. Threads: any.
 */
@FunctionalInterface
public interface AccessWatch {
  void changed(AccessChange change);

  /** Tells nobody; for tests that have no live connections. */
  AccessWatch NOBODY = change -> {};
}
