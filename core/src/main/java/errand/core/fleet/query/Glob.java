package errand.core.fleet.query;

/**
 * A word of a query, perhaps with wildcards.
 *
 * @param folded in lower case, with {@link #ANY} for any number of characters and {@link #ONE} for
 *     exactly one
 */
record Glob(String folded) {
  /** Stands for an asterisk that was not escaped; a query holds no such character of its own. */
  static final char ANY = '\u0000';

  /** Stands for a question mark that was not escaped. */
  static final char ONE = '\u0001';

  static final Glob ALL = new Glob(String.valueOf(ANY));

  boolean exact() {
    return literal().length() == folded.length();
  }

  /** What is before the first wildcard. */
  String literal() {
    int end = 0;
    while (end < folded.length() && folded.charAt(end) > ONE) {
      end++;
    }
    return folded.substring(0, end);
  }

  boolean leading() {
    return !folded.isEmpty() && folded.charAt(0) <= ONE;
  }

  long count(char wildcard) {
    return folded.chars().filter(c -> c == wildcard).count();
  }

  /**
   * True when the text from {@code start} to {@code end} fits. Only the last asterisk met is ever
   * taken back, so this costs at most the product of both lengths.
   */
  boolean matches(String text, int start, int end) {
    int at = 0;
    int i = start;
    int retryAt = -1;
    int retryFrom = start;
    while (i < end) {
      if (at < folded.length() && fits(folded.charAt(at), text.charAt(i))) {
        at++;
        i++;
      } else if (at < folded.length() && folded.charAt(at) == ANY) {
        retryAt = ++at;
        retryFrom = i;
      } else if (retryAt >= 0) {
        at = retryAt;
        i = ++retryFrom;
      } else {
        return false;
      }
    }
    while (at < folded.length() && folded.charAt(at) == ANY) {
      at++;
    }
    return at == folded.length();
  }

  private static boolean fits(char wanted, char given) {
    return wanted == ONE || (wanted != ANY && wanted == Folding.fold(given));
  }
}
