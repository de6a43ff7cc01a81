package errand.core.fleet.query;

/**
 * A query of the fleet index.
 *
 * <pre>
 *   query    = and { "OR" and }
 *   and      = part { [ "AND" ] part }              AND binds tighter than OR [choice]
 *   part     = ( "NOT" | "-" ) part | "(" query ")" | field ":" wanted | field compare bound | word
 *   wanted   = "(" query ")" | range | compare bound | word
 *   range    = ( "[" | "{" ) bound "TO" bound ( "]" | "}" )
 *   word     = text with * and ? | "phrase"
 * </pre>
 *
 * The value knows no thing: ask {@link #matches}. Equal texts make equal queries.
 */
public final class Query {
  private final String text;
  private final Node root;
  private final Narrowing narrowing;

  Query(String text, Node root) {
    this.text = text;
    this.root = root;
    this.narrowing = Narrowing.of(root);
  }

  /** Reads a query; takes time in proportion to the text, and never throws. */
  public static QueryParse parse(String text, QueryLimits limits) {
    return new Parser(text, limits).parse();
  }

  public String text() {
    return text;
  }

  /** Asked of a thing; takes time in proportion to the values the query mentions. */
  public boolean matches(Searchable thing) {
    return root.matches(thing);
  }

  public Narrowing narrowing() {
    return narrowing;
  }

  /** True when the answer may depend on a field whose name begins so. */
  public boolean mentions(String fieldPrefix) {
    return mentions(root, fieldPrefix);
  }

  private static boolean mentions(Node node, String prefix) {
    return switch (node) {
      case Node.All _ -> false;
      case Node.And(var parts) -> parts.stream().anyMatch(part -> mentions(part, prefix));
      case Node.Or(var parts) -> parts.stream().anyMatch(part -> mentions(part, prefix));
      case Node.Not(var part) -> mentions(part, prefix);
      case Node.InField(var field, _) -> field.startsWith(prefix);
      case Node.Anywhere _ -> !prefix.startsWith(Fields.CONNECTIVITY);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Query query && query.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
