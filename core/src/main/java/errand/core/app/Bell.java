package errand.core.app;

/** Rung after a commit, so that what it owes is not left until the next look. Must not block. */
public interface Bell extends AccessWatch {
  /** Something changed that what devices may do depends on. */
  @Override
  default void changed(AccessChange change) {}

  /** Notices were added to the outbox. */
  void notices();

  /** Something became due. */
  void due();

  /** Wakes nobody; for tests that look by themselves. */
  Bell SILENT =
      new Bell() {
        @Override
        public void notices() {}

        @Override
        public void due() {}
      };
}
