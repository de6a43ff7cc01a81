package errand.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement with named parameters, and what JDBC makes of it.
 *
 * @param positional with a question mark for each parameter
 * @param names which parameter each question mark stands for, in their order
 */
record NamedText(String positional, List<String> names) {
  // Our statements have no colon anywhere else: no casts, no text with one in it.
  private static final Pattern NAME = Pattern.compile(":([a-zA-Z]+)");

  NamedText {
    names = List.copyOf(names);
  }

  static NamedText parse(String text) {
    var names = new ArrayList<String>();
    Matcher found = NAME.matcher(text);
    while (found.find()) {
      names.add(found.group(1));
    }
    return new NamedText(found.replaceAll("?"), names);
  }
}
