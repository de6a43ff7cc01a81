package errand.core.fleet.policy;

import java.util.List;
import java.util.Optional;

/**
 * One key of a statement's Condition block: an operator, a key, and values of which one must meet
 * (or none, for operators with a Not). A key that stands for nothing: the condition fails, save
 * with a Not, {@code IfExists} or {@code ForAllValues}. Source: IAM guide, condition operators
 * [doc].
 */
public final class Condition {
  private enum Quantifier {
    NONE,
    ANY,
    ALL
  }

  private final Quantifier quantifier;
  private final Optional<Operator> operator;
  private final boolean ifExists;
  private final String key;
  private final List<Template> values;

  private Condition(
      Quantifier quantifier,
      Optional<Operator> operator,
      boolean ifExists,
      String key,
      List<Template> values) {
    this.quantifier = quantifier;
    this.operator = operator;
    this.ifExists = ifExists;
    this.key = key;
    this.values = List.copyOf(values);
  }

  /**
   * Reads one key of a Condition block.
   *
   * @param word the operator, such as {@code ForAnyValue:StringEqualsIfExists}
   * @throws MalformedException when the operator is not known
   */
  public static Condition parse(String word, String key, List<String> values) {
    String rest = word;
    var quantifier = Quantifier.NONE;
    if (rest.regionMatches(true, 0, "ForAnyValue:", 0, 12)) {
      quantifier = Quantifier.ANY;
      rest = rest.substring(12);
    } else if (rest.regionMatches(true, 0, "ForAllValues:", 0, 13)) {
      quantifier = Quantifier.ALL;
      rest = rest.substring(13);
    }
    int bare = rest.length() - "IfExists".length();
    boolean ifExists = bare > 0 && rest.regionMatches(true, bare, "IfExists", 0, 8);
    String name = ifExists ? rest.substring(0, bare) : rest;
    boolean isNull = name.equalsIgnoreCase("Null") && !ifExists && quantifier == Quantifier.NONE;
    Optional<Operator> operator = Operator.parse(name);
    if (operator.isEmpty() && !isNull) {
      throw new MalformedException("Condition operator '" + word + "' is not supported");
    }
    return new Condition(
        quantifier, operator, ifExists, key, values.stream().map(Template::parse).toList());
  }

  boolean holds(Circumstances here) {
    List<String> given = here.values(key);
    if (operator.isEmpty()) {
      return holdsNull(given.isEmpty(), here);
    }
    boolean absent = given.isEmpty();
    return switch (quantifier) {
      case NONE -> absent ? ifExists || operator.get().negated() : any(given, here);
      case ANY -> absent ? ifExists : any(given, here);
      case ALL -> given.stream().allMatch(value -> meets(value, here));
    };
  }

  private boolean any(List<String> given, Circumstances here) {
    return given.stream().anyMatch(value -> meets(value, here));
  }

  private boolean meets(String value, Circumstances here) {
    Operator by = operator.orElseThrow();
    // A listed value whose variable stands for nothing fails the condition either way.
    if (by.negated() && values.stream().anyMatch(each -> each.text(here).isEmpty())) {
      return false;
    }
    return by.negated() != values.stream().anyMatch(listed -> by.meets(value, listed, here));
  }

  private boolean holdsNull(boolean absent, Circumstances here) {
    return values.stream()
        .flatMap(each -> each.text(here).stream())
        .anyMatch(text -> text.equalsIgnoreCase(Boolean.toString(absent)));
  }
}
