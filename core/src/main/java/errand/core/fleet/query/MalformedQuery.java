package errand.core.fleet.query;

/** Leaves the parser from any depth; never leaves this room. */
final class MalformedQuery extends Exception {
  private static final long serialVersionUID = 1L;

  private final int index;

  MalformedQuery(int index, String message) {
    super(message, null, false, false);
    this.index = index;
  }

  int index() {
    return index;
  }
}
