package errand.core.fleet.query;

import java.util.Locale;

/** The text of a query and how far it was read: characters, keywords, words, phrases. */
final class Reader {
  private static final String WORD_ENDS = "()[]{}\":<>=";

  private final String text;
  private int at;

  Reader(String text) {
    this.text = text;
  }

  int at() {
    return at;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** The character here; a space behind the end. */
  char peek() {
    return atEnd() ? ' ' : text.charAt(at);
  }

  void skipSpace() {
    while (!atEnd() && Character.isWhitespace(peek())) {
      at++;
    }
  }

  boolean take(char wanted) {
    boolean here = !atEnd() && peek() == wanted;
    if (here) {
      at++;
    }
    return here;
  }

  /** True when a keyword is here, as a word of its own. */
  boolean sees(String keyword) {
    int end = at + keyword.length();
    return text.startsWith(keyword, at)
        && (end == text.length()
            || Character.isWhitespace(text.charAt(end))
            || "()".indexOf(text.charAt(end)) >= 0);
  }

  boolean takeKeyword(String keyword) {
    boolean here = sees(keyword);
    if (here) {
      at += keyword.length();
    }
    return here;
  }

  /**
   * A word as written: escapes resolved, wildcards marked, not folded. Empty when none begins here.
   */
  String word() throws MalformedQuery {
    requireSupported();
    var word = new StringBuilder();
    while (!atEnd() && !endsWord(peek())) {
      word.append(wordCharacter());
    }
    return word.toString();
  }

  private static boolean endsWord(char c) {
    return Character.isWhitespace(c) || WORD_ENDS.indexOf(c) >= 0;
  }

  private char wordCharacter() throws MalformedQuery {
    char c = peek();
    return switch (c) {
      case '\\' -> escaped();
      case '*', '?' -> {
        at++;
        yield c == '*' ? Glob.ANY : Glob.ONE;
      }
      case '^' -> throw fail("boosting is not supported; write \\^ for the character");
      case '~' ->
          throw fail("fuzzy and proximity searches are not supported; write \\~ for the character");
      default -> plain(c);
    };
  }

  private char escaped() throws MalformedQuery {
    at++;
    if (atEnd()) {
      throw fail("nothing follows the backslash");
    }
    return plain(peek());
  }

  private char plain(char c) throws MalformedQuery {
    if (c < ' ' && !Character.isWhitespace(c)) {
      throw fail(
          String.format(Locale.ROOT, "the control character U+%04X is not allowed", (int) c));
    }
    at++;
    return c;
  }

  // Other query languages have these; taken for text they would quietly find something else.
  private void requireSupported() throws MalformedQuery {
    switch (peek()) {
      case '/' -> throw fail("regular expressions are not supported; write \\/ for the character");
      case '+' ->
          throw fail("+ is not supported, every term is required; write \\+ for the character");
      case '!' -> throw fail("! is not supported; write NOT, or \\! for the character");
      case '&' -> throw fail("& is not supported; write AND, or \\& for the character");
      case '|' -> throw fail("| is not supported; write OR, or \\| for the character");
      default -> {}
    }
  }

  /** The text of a phrase, whose opening quote was taken. Wildcards are plain characters in it. */
  String phrase() throws MalformedQuery {
    int start = at - 1;
    var phrase = new StringBuilder();
    while (!atEnd() && peek() != '"') {
      phrase.append(peek() == '\\' ? escaped() : plain(peek()));
    }
    if (!take('"')) {
      throw new MalformedQuery(start, "the quote is not closed");
    }
    return phrase.toString();
  }

  MalformedQuery fail(String message) {
    return new MalformedQuery(at, message);
  }
}
