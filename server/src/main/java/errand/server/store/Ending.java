package errand.server.store;

/** Waits for a thread to end, whoever interrupts; the interrupt is kept for the caller. */
final class Ending {
  private Ending() {}

  static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
