package errand.core.fleet.query;

/**
 * How long and deep a query may be. Source: control-plane 9, 10.3 [doc]; the depth is ours.
 *
 * @param termsMax most terms
 */
public record QueryLimits(int termsMax) {
  public static final QueryLimits SEARCH = new QueryLimits(12);
  public static final QueryLimits DYNAMIC_GROUP = new QueryLimits(5);

  /** Longest query, in UTF-16 units. */
  static final int CHARS_MAX = 1_000;

  /** Longest query with a term that begins with a wildcard. */
  static final int CHARS_WITH_LEADING_WILDCARD_MAX = 100;

  static final int LEADING_WILDCARD_TERMS_MAX = 1;
  static final int ANY_PER_TERM_MAX = 2;
  static final int ONE_PER_TERM_MAX = 5;

  /** Most brackets and negations within each other, so that reading a query needs little stack. */
  static final int DEPTH_MAX = 40;
}
