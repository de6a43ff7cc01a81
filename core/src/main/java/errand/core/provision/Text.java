package errand.core.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of a template, which may depend on parameters. */
public sealed interface Text {
  /** Longest result, in characters: a template cannot make much out of little. */
  int CHARS_MAX = 65_536;

  /** As it is. */
  record Literal(String text) implements Text {}

  /** The value of a parameter. */
  record Ref(String parameter) implements Text {}

  /** {@code Fn::Join}. */
  record Join(String delimiter, Many parts) implements Text {}

  /**
   * {@code Fn::Sub}: <code>${Name}</code> stands for a parameter, <code>${!Name}</code> for <code>
   * ${Name}</code> itself.
   *
   * @param more names that count before parameters
   */
  record Sub(String pattern, Map<String, Text> more) implements Text {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    public Sub {
      more = Map.copyOf(more);
    }

    /** Names in the pattern, without those that are escaped. */
    List<String> asked() {
      return VARIABLE
          .matcher(pattern)
          .results()
          .map(found -> found.group(1))
          .filter(name -> !name.startsWith("!"))
          .toList();
    }
  }

  /** {@code Fn::Select}. */
  record Select(int index, Many from) implements Text {}

  /** {@code Fn::FindInMap}. */
  record Find(Map<String, Map<String, String>> in, Text first, Text second) implements Text {
    public Find {
      in = Map.copyOf(in);
    }
  }

  /** Several texts. */
  sealed interface Many {
    /** Written one by one. */
    record Each(List<Text> texts) implements Many {
      public Each {
        texts = List.copyOf(texts);
      }
    }

    /** {@code Fn::Split}. */
    record Split(String delimiter, Text text) implements Many {}

    /** The texts with these parameters. */
    default List<String> with(Function<String, Optional<String>> parameters) {
      return switch (this) {
        case Each(var texts) -> texts.stream().map(each -> each.with(parameters)).toList();
        case Split(var delimiter, var text) ->
            List.of(text.with(parameters).split(Pattern.quote(delimiter), -1));
      };
    }
  }

  /**
   * The text with these parameters.
   *
   * @throws UnresolvedException when one is missing, or the text grows too long
   */
  default String with(Function<String, Optional<String>> parameters) {
    String text =
        switch (this) {
          case Literal(var literal) -> literal;
          case Ref(var name) -> value(parameters, name);
          case Join(var delimiter, var parts) -> String.join(delimiter, parts.with(parameters));
          case Sub sub -> substituted(sub, parameters);
          case Select(var index, var from) -> selected(index, from.with(parameters));
          case Find(var in, var first, var second) ->
              found(in, first.with(parameters), second.with(parameters));
        };
    if (text.length() > CHARS_MAX) {
      throw new UnresolvedException("A text of the template becomes too long.");
    }
    return text;
  }

  private static String value(Function<String, Optional<String>> parameters, String name) {
    return parameters
        .apply(name)
        .orElseThrow(
            () -> new UnresolvedException("The parameter " + name + " is required but not given."));
  }

  private static String substituted(Sub sub, Function<String, Optional<String>> parameters) {
    return Sub.VARIABLE
        .matcher(sub.pattern())
        .replaceAll(
            found -> {
              String name = found.group(1);
              if (name.startsWith("!")) {
                return Matcher.quoteReplacement("${" + name.substring(1) + "}");
              }
              Text own = sub.more().get(name);
              String value = own == null ? value(parameters, name) : own.with(parameters);
              return Matcher.quoteReplacement(value);
            });
  }

  private static String selected(int index, List<String> from) {
    if (index >= from.size()) {
      throw new UnresolvedException(
          "Fn::Select asks for element " + index + " of " + from.size() + ".");
    }
    return from.get(index);
  }

  private static String found(Map<String, Map<String, String>> in, String first, String second) {
    return Optional.ofNullable(in.get(first))
        .flatMap(row -> Optional.ofNullable(row.get(second)))
        .orElseThrow(
            () ->
                new UnresolvedException(
                    "Fn::FindInMap finds nothing under " + first + " and " + second + "."));
  }

  /** Names of parameters that the text may ask for. */
  default List<String> names() {
    var names = new ArrayList<String>();
    switch (this) {
      case Literal(var text) -> {}
      case Ref(var name) -> names.add(name);
      case Join(var delimiter, var parts) -> names.addAll(names(parts));
      case Sub sub -> {
        sub.asked().stream().filter(name -> !sub.more().containsKey(name)).forEach(names::add);
        sub.more().values().forEach(each -> names.addAll(each.names()));
      }
      case Select(var index, var from) -> names.addAll(names(from));
      case Find(var in, var first, var second) -> {
        names.addAll(first.names());
        names.addAll(second.names());
      }
    }
    return names;
  }

  private static List<String> names(Many many) {
    return switch (many) {
      case Many.Each(var texts) -> texts.stream().flatMap(each -> each.names().stream()).toList();
      case Many.Split(var delimiter, var text) -> text.names();
    };
  }
}
