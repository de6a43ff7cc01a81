package errand.server;

import errand.core.app.AccessChange;
import errand.core.app.AccessWatch;
import errand.core.app.Bell;

/** Rings nobody until the house is put together: what is due then is found by the first look. */
final class Bells implements Bell {
  private final AccessWatch access;
  private volatile Runnable notices = () -> {};
  private volatile Runnable due = () -> {};

  Bells(AccessWatch access) {
    this.access = access;
  }

  /** From now on rings there. */
  void hang(Runnable noticesBell, Runnable dueBell) {
    notices = noticesBell;
    due = dueBell;
  }

  @Override
  public void changed(AccessChange change) {
    access.changed(change);
  }

  @Override
  public void notices() {
    notices.run();
  }

  @Override
  public void due() {
    due.run();
  }
}
