package errand.core.app;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often it is rung. */
final class CountingBell implements Bell {
  final AtomicInteger notices = new AtomicInteger();
  final AtomicInteger due = new AtomicInteger();

  @Override
  public void notices() {
    notices.incrementAndGet();
  }

  @Override
  public void due() {
    due.incrementAndGet();
  }
}
