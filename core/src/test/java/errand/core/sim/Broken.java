package errand.core.sim;

/** A law does not hold. */
final class Broken extends AssertionError {
  private static final long serialVersionUID = 1L;

  Broken(String law, String where) {
    super(law + ": " + where);
  }

  /** Fails with the law's sentence unless it is kept. */
  static void unless(boolean kept, String law, Object where) {
    if (!kept) {
      throw new Broken(law, String.valueOf(where));
    }
  }
}
