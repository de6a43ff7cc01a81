package errand.core.fleet.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text of a policy: wildcards, and variables such as {@code ${iot:ClientId}}. What a variable
 * stands for is plain text, so a client id of {@code *} is no wildcard.
 */
public final class Template {
  private final String written;
  private final List<Part> parts;
  private final Optional<Glob> fixed;

  private sealed interface Part {
    record Literal(String text) implements Part {}

    record Run() implements Part {}

    record One() implements Part {}

    record Variable(String key) implements Part {}
  }

  private Template(String written, List<Part> parts) {
    this.written = written;
    this.parts = List.copyOf(parts);
    boolean varies = parts.stream().anyMatch(Part.Variable.class::isInstance);
    this.fixed = varies ? Optional.empty() : Optional.of(filled(Optional.empty()).orElseThrow());
  }

  /**
   * Reads a text.
   *
   * @throws MalformedException when a variable does not end
   */
  public static Template parse(String written) {
    var parts = new ArrayList<Part>();
    var plain = new StringBuilder();
    int at = 0;
    while (at < written.length()) {
      char c = written.charAt(at);
      if (c == '$' && written.startsWith("${", at)) {
        int end = written.indexOf('}', at);
        if (end < 0) {
          throw new MalformedException("'" + written + "' has a variable without a closing brace");
        }
        flush(plain, parts);
        parts.add(variable(written.substring(at + 2, end)));
        at = end + 1;
      } else {
        if (c == '*' || c == '?') {
          flush(plain, parts);
          parts.add(c == '*' ? new Part.Run() : new Part.One());
        } else {
          plain.append(c);
        }
        at++;
      }
    }
    flush(plain, parts);
    return new Template(written, parts);
  }

  private static void flush(StringBuilder plain, List<Part> parts) {
    if (!plain.isEmpty()) {
      parts.add(new Part.Literal(plain.toString()));
      plain.setLength(0);
    }
  }

  // ${*}, ${?} and ${$} are the characters themselves.
  private static Part variable(String key) {
    return key.equals("*") || key.equals("?") || key.equals("$")
        ? new Part.Literal(key)
        : new Part.Variable(key.strip());
  }

  /** The text as written. */
  public String written() {
    return written;
  }

  /** True when it matches; empty when one of its variables stands for nothing here. */
  Optional<Boolean> matches(String text, Circumstances here) {
    return fixed.or(() -> filled(Optional.of(here))).map(glob -> glob.matches(text));
  }

  /** The pattern with its variables filled in; empty when one stands for nothing here. */
  Optional<Glob> glob(Circumstances here) {
    return fixed.or(() -> filled(Optional.of(here)));
  }

  private Optional<Glob> filled(Optional<Circumstances> here) {
    var glob = new Glob.Builder();
    for (Part part : parts) {
      switch (part) {
        case Part.Literal(String text) -> glob.literal(text);
        case Part.Run() -> glob.run();
        case Part.One() -> glob.one();
        case Part.Variable(String key) -> {
          Optional<String> value = here.flatMap(each -> each.only(key));
          if (value.isEmpty()) {
            return Optional.empty();
          }
          glob.literal(value.get());
        }
      }
    }
    return Optional.of(glob.build());
  }

  /** The text with its variables filled in and its wildcards as they are. */
  Optional<String> text(Circumstances here) {
    var text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Literal(String plain) -> text.append(plain);
        case Part.Run() -> text.append('*');
        case Part.One() -> text.append('?');
        case Part.Variable(String key) -> {
          Optional<String> value = here.only(key);
          if (value.isEmpty()) {
            return Optional.empty();
          }
          text.append(value.get());
        }
      }
    }
    return Optional.of(text.toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template template && template.written.equals(written);
  }

  @Override
  public int hashCode() {
    return written.hashCode();
  }

  @Override
  public String toString() {
    return written;
  }
}
