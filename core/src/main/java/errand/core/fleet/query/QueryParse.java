package errand.core.fleet.query;

/** What came of reading a query. */
public sealed interface QueryParse {
  /** A query. */
  record Ok(Query query) implements QueryParse {}

  /**
   * No query.
   *
   * @param position where the trouble is, in UTF-16 units from 1
   * @param message a sentence for people, which names the position
   */
  record Malformed(int position, String message) implements QueryParse {}
}
