package errand.core.sim;

/** The process dies here. Nothing of the code under test may catch it. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash(String where) {
    super(where);
  }
}
