package errand.core.fleet.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one query, see {@link Query} for the grammar. Not to be used twice. */
final class Parser {
  /** The field that values belong to when none is named; empty stands for any field. */
  private static final String ANY_FIELD = "";

  private static final String ANY_WORD = Glob.ALL.folded();

  private final String text;
  private final QueryLimits limits;
  private final Reader in;
  private int terms;
  private int leadingWildcards;
  private int depth;

  Parser(String text, QueryLimits limits) {
    this.text = text;
    this.limits = limits;
    this.in = new Reader(text);
  }

  QueryParse parse() {
    try {
      if (text.length() > QueryLimits.CHARS_MAX) {
        throw new MalformedQuery(
            QueryLimits.CHARS_MAX,
            "a query has at most " + QueryLimits.CHARS_MAX + " characters, not " + text.length());
      }
      Node root = or(ANY_FIELD);
      if (!in.atEnd()) {
        throw in.fail("nothing was opened that this would close");
      }
      requireShortWithLeadingWildcard();
      return new QueryParse.Ok(new Query(text, root));
    } catch (MalformedQuery trouble) {
      int position = trouble.index() + 1;
      return new QueryParse.Malformed(
          position, "Invalid query at position " + position + ": " + trouble.getMessage());
    }
  }

  private void requireShortWithLeadingWildcard() throws MalformedQuery {
    int most = QueryLimits.CHARS_WITH_LEADING_WILDCARD_MAX;
    if (leadingWildcards > 0 && text.length() > most) {
      throw new MalformedQuery(
          most,
          "with a term that begins with a wildcard a query has at most "
              + most
              + " characters, not "
              + text.length());
    }
  }

  private Node or(String field) throws MalformedQuery {
    var parts = new ArrayList<Node>();
    do {
      parts.add(and(field));
      in.skipSpace();
    } while (in.takeKeyword("OR"));
    return parts.size() == 1 ? parts.getFirst() : new Node.Or(parts);
  }

  private Node and(String field) throws MalformedQuery {
    var parts = new ArrayList<Node>();
    do {
      parts.add(part(field));
      in.skipSpace();
    } while (in.takeKeyword("AND") || anotherPart());
    return parts.size() == 1 ? parts.getFirst() : new Node.And(parts);
  }

  private boolean anotherPart() {
    return !in.atEnd() && in.peek() != ')' && !in.sees("OR");
  }

  private Node part(String field) throws MalformedQuery {
    in.skipSpace();
    if (in.atEnd()) {
      throw in.fail("a term is missing");
    }
    if (in.sees("AND") || in.sees("OR")) {
      throw in.fail("a term is missing before the operator");
    }
    if (in.takeKeyword("NOT") || in.take('-')) {
      descend();
      Node part = part(field);
      depth--;
      return new Node.Not(part);
    }
    if (in.peek() == '(') {
      return group(field);
    }
    if (in.take('"')) {
      return phrase(field);
    }
    return fieldOrWord(field);
  }

  private Node group(String field) throws MalformedQuery {
    int start = in.at();
    in.take('(');
    descend();
    Node inside = or(field);
    if (!in.take(')')) {
      throw new MalformedQuery(start, "the bracket is not closed");
    }
    depth--;
    return inside;
  }

  private void descend() throws MalformedQuery {
    if (++depth > QueryLimits.DEPTH_MAX) {
      throw in.fail("more than " + QueryLimits.DEPTH_MAX + " brackets and negations in each other");
    }
  }

  private Node fieldOrWord(String field) throws MalformedQuery {
    int start = in.at();
    String word = in.word();
    if (word.isEmpty()) {
      throw in.fail("a term cannot begin with " + in.peek());
    }
    if (in.peek() == ':' && !in.atEnd()) {
      return named(field, word, start);
    }
    in.skipSpace();
    if (in.peek() == '<' || in.peek() == '>') {
      return compared(field(field, word, start));
    }
    if (in.peek() == '=' && !in.atEnd()) {
      throw in.fail("write : to compare with a value, or \\= for the character");
    }
    return word(field, word, start);
  }

  private Node named(String outer, String name, int start) throws MalformedQuery {
    in.take(':');
    if (name.equals(ANY_WORD) && in.take('*')) {
      term(start);
      return new Node.All();
    }
    return wanted(field(outer, name, start));
  }

  private static String field(String outer, String name, int start) throws MalformedQuery {
    if (!outer.isEmpty()) {
      throw new MalformedQuery(
          start,
          "a field cannot be named within the brackets of another; write \\: for the character");
    }
    if (!Fields.known(name)) {
      throw new MalformedQuery(
          start,
          "there is no field "
              + name.replace(Glob.ANY, '*').replace(Glob.ONE, '?')
              + "; fields are thingName, thingId, thingTypeName, thingGroupNames, attributes.NAME,"
              + " shadow.PATH, connectivity.connected, connectivity.timestamp and"
              + " connectivity.disconnectReason");
    }
    return name;
  }

  private Node wanted(String field) throws MalformedQuery {
    in.skipSpace();
    int start = in.at();
    if (in.atEnd()) {
      throw in.fail("a value is missing");
    }
    return switch (in.peek()) {
      case '(' -> group(field);
      case '[', '{' -> range(field);
      case '<', '>' -> compared(field);
      case '"' -> {
        in.take('"');
        yield phrase(field);
      }
      default -> valueWord(field, start);
    };
  }

  private Node valueWord(String field, int start) throws MalformedQuery {
    String word = in.word();
    if (word.isEmpty()) {
      throw in.fail("a value is missing");
    }
    return word(field, word, start);
  }

  private Node word(String field, String word, int start) throws MalformedQuery {
    if (in.peek() == ':' && !in.atEnd()) {
      throw in.fail("write \\: for a colon within a value");
    }
    term(start);
    if (word.equals(ANY_WORD)) {
      return field.equals(ANY_FIELD)
          ? new Node.All()
          : new Node.InField(field, new Condition.Present());
    }
    var glob = new Glob(Folding.fold(word));
    requireFewWildcards(glob, start);
    return leaf(field, new Condition.Word(glob));
  }

  private void requireFewWildcards(Glob glob, int start) throws MalformedQuery {
    if (glob.count(Glob.ANY) > QueryLimits.ANY_PER_TERM_MAX) {
      throw new MalformedQuery(
          start, "a term has at most " + QueryLimits.ANY_PER_TERM_MAX + " wildcards *");
    }
    if (glob.count(Glob.ONE) > QueryLimits.ONE_PER_TERM_MAX) {
      throw new MalformedQuery(
          start, "a term has at most " + QueryLimits.ONE_PER_TERM_MAX + " wildcards ?");
    }
    if (glob.leading() && ++leadingWildcards > QueryLimits.LEADING_WILDCARD_TERMS_MAX) {
      throw new MalformedQuery(
          start,
          "at most "
              + QueryLimits.LEADING_WILDCARD_TERMS_MAX
              + " term of a query begins with a wildcard");
    }
  }

  private Node phrase(String field) throws MalformedQuery {
    int start = in.at() - 1;
    List<String> words = Condition.Phrase.words(Folding.fold(in.phrase()));
    if (words.isEmpty()) {
      throw new MalformedQuery(start, "the phrase is empty");
    }
    term(start);
    // One word needs no phrase, and as a word the store can narrow by it.
    return leaf(
        field,
        words.size() == 1
            ? new Condition.Word(new Glob(words.getFirst()))
            : new Condition.Phrase(words));
  }

  private static Node leaf(String field, Condition condition) {
    return field.equals(ANY_FIELD)
        ? new Node.Anywhere(condition)
        : new Node.InField(field, condition);
  }

  private Node compared(String field) throws MalformedQuery {
    int start = in.at();
    boolean above = in.take('>');
    if (!above) {
      in.take('<');
    }
    boolean included = in.take('=');
    Optional<Bound> bound = bound();
    if (bound.isEmpty()) {
      throw in.fail("a number or text to compare with is missing");
    }
    term(start);
    return new Node.InField(
        field,
        above
            ? Bound.range(bound, included, Optional.empty(), true)
            : Bound.range(Optional.empty(), true, bound, included));
  }

  private Node range(String field) throws MalformedQuery {
    int start = in.at();
    boolean fromIncluded = in.take('[');
    if (!fromIncluded) {
      in.take('{');
    }
    Optional<Bound> from = bound();
    in.skipSpace();
    if (!in.takeKeyword("TO")) {
      throw in.fail("TO is missing in the range");
    }
    Optional<Bound> to = bound();
    in.skipSpace();
    boolean toIncluded = in.take(']');
    if (!toIncluded && !in.take('}')) {
      throw new MalformedQuery(start, "the range is not closed with ] or }");
    }
    term(start);
    return new Node.InField(field, Bound.range(from, fromIncluded, to, toIncluded));
  }

  /** A bound; an asterisk is none. */
  private Optional<Bound> bound() throws MalformedQuery {
    in.skipSpace();
    if (in.take('"')) {
      return Optional.of(new Bound(Folding.fold(in.phrase()), true));
    }
    int start = in.at();
    String word = in.word();
    if (word.isEmpty()) {
      throw in.fail("a bound is missing");
    }
    if (word.equals(ANY_WORD)) {
      return Optional.empty();
    }
    if (!new Glob(word).exact()) {
      throw new MalformedQuery(start, "a bound has no wildcards");
    }
    return Optional.of(new Bound(Folding.fold(word), false));
  }

  private void term(int start) throws MalformedQuery {
    if (++terms > limits.termsMax()) {
      throw new MalformedQuery(start, "a query has at most " + limits.termsMax() + " terms");
    }
  }
}
