package errand.core.fleet.query;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Numbers in plain decimal digits; no exponents, whose comparison could cost any amount of time.
 */
final class Decimals {
  private static final int CHARS_MAX = 40;

  private Decimals() {}

  static Optional<BigDecimal> parse(String text) {
    return plain(text) ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  private static boolean plain(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int points = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      points += c == '.' ? 1 : 0;
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    int digits = text.length() - start - points;
    return digits > 0 && points <= 1 && text.length() <= CHARS_MAX && !text.endsWith(".");
  }
}
