package errand.server.cli;

/** Exit codes, the same for every command. */
final class Exit {
  static final int OK = 0;

  /** Something failed; the message says what. */
  static final int FAILED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** No server answers where one is needed. */
  static final int NOT_RUNNING = 3;

  private Exit() {}
}
