package errand.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line of CSV, with commas and quotes as in RFC 4180. A quote that is not closed ends with its
 * line: nothing about a thing may hold a line break, and one stray quote must not swallow a file.
 */
final class CsvLine {
  private static final char QUOTE = '"';

  private final String text;
  private int at;

  private CsvLine(String text) {
    this.text = text;
  }

  /** The fields; empty when the quotes do not fit. */
  static Optional<List<String>> fields(String text) {
    var line = new CsvLine(text);
    var fields = new ArrayList<String>();
    while (true) {
      Optional<String> field = line.field();
      if (field.isEmpty()) {
        return Optional.empty();
      }
      fields.add(field.get());
      if (line.at == text.length()) {
        return Optional.of(fields);
      }
      line.at++; // the comma
    }
  }

  private Optional<String> field() {
    if (at < text.length() && text.charAt(at) == QUOTE) {
      return quoted();
    }
    int comma = text.indexOf(',', at);
    int end = comma < 0 ? text.length() : comma;
    String field = text.substring(at, end);
    at = end;
    return field.indexOf(QUOTE) < 0 ? Optional.of(field) : Optional.empty();
  }

  private Optional<String> quoted() {
    var field = new StringBuilder();
    for (at++; at < text.length(); at++) {
      if (text.charAt(at) != QUOTE) {
        field.append(text.charAt(at));
      } else if (at + 1 < text.length() && text.charAt(at + 1) == QUOTE) {
        field.append(QUOTE);
        at++;
      } else {
        at++;
        boolean ended = at == text.length() || text.charAt(at) == ',';
        return ended ? Optional.of(field.toString()) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  static String of(List<String> fields) {
    return fields.stream().map(CsvLine::shown).collect(Collectors.joining(","));
  }

  private static String shown(String field) {
    boolean plain = field.chars().noneMatch(c -> c == QUOTE || c == ',' || c == '\r' || c == '\n');
    return plain ? field : QUOTE + field.replace("\"", "\"\"") + QUOTE;
  }
}
