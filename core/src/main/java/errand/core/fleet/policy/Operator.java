package errand.core.fleet.policy;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * The comparisons of conditions. Those on dates are not among them: decisions are kept until
 * something changes, and time passing changes nothing.
 */
enum Operator {
  STRING_EQUALS("StringEquals", false),
  STRING_NOT_EQUALS("StringNotEquals", true),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
  STRING_LIKE("StringLike", false),
  STRING_NOT_LIKE("StringNotLike", true),
  NUMERIC_EQUALS("NumericEquals", false),
  NUMERIC_NOT_EQUALS("NumericNotEquals", true),
  NUMERIC_LESS_THAN("NumericLessThan", false),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false),
  NUMERIC_GREATER_THAN("NumericGreaterThan", false),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false),
  BOOL("Bool", false),
  IP_ADDRESS("IpAddress", false),
  NOT_IP_ADDRESS("NotIpAddress", true),
  ARN_EQUALS("ArnEquals", false),
  ARN_LIKE("ArnLike", false),
  ARN_NOT_EQUALS("ArnNotEquals", true),
  ARN_NOT_LIKE("ArnNotLike", true);

  private final String word;
  private final boolean negated;

  Operator(String word, boolean negated) {
    this.word = word;
    this.negated = negated;
  }

  static Optional<Operator> parse(String word) {
    for (Operator each : values()) {
      if (each.word.equalsIgnoreCase(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** True when it asks that a value is none of those listed. */
  boolean negated() {
    return negated;
  }

  /** Whether one value meets one listed value, the negation left aside. */
  boolean meets(String value, Template listed, Circumstances here) {
    return switch (this) {
      case STRING_LIKE, STRING_NOT_LIKE, ARN_EQUALS, ARN_LIKE, ARN_NOT_EQUALS, ARN_NOT_LIKE ->
          listed.matches(value, here).orElse(false);
      default -> listed.text(here).filter(text -> meets(value, text)).isPresent();
    };
  }

  private boolean meets(String value, String listed) {
    return switch (this) {
      case STRING_EQUALS, STRING_NOT_EQUALS -> value.equals(listed);
      case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE ->
          value.equalsIgnoreCase(listed);
      case BOOL -> value.toLowerCase(Locale.ROOT).equals(listed.toLowerCase(Locale.ROOT));
      case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS ->
          order(value, listed).filter(n -> n == 0).isPresent();
      case NUMERIC_LESS_THAN -> order(value, listed).filter(n -> n < 0).isPresent();
      case NUMERIC_LESS_THAN_EQUALS -> order(value, listed).filter(n -> n <= 0).isPresent();
      case NUMERIC_GREATER_THAN -> order(value, listed).filter(n -> n > 0).isPresent();
      case NUMERIC_GREATER_THAN_EQUALS -> order(value, listed).filter(n -> n >= 0).isPresent();
      case IP_ADDRESS, NOT_IP_ADDRESS ->
          AddressRange.parse(listed).filter(range -> range.contains(value)).isPresent();
      default -> false;
    };
  }

  private static Optional<Integer> order(String value, String listed) {
    return number(value).flatMap(a -> number(listed).map(a::compareTo));
  }

  /** Digits in the usual form; exponents would make a few characters a very long number. */
  private static Optional<BigDecimal> number(String text) {
    return text.matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }
}
