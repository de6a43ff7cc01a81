package errand.core.fleet.query;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A bound as it was written.
 *
 * @param quoted then it is a text even when it looks like a number
 */
record Bound(String folded, boolean quoted) {
  /** Numbers when every bound given is one, else texts [choice]. */
  static Condition range(
      Optional<Bound> low, boolean lowIncluded, Optional<Bound> high, boolean highIncluded) {
    if (low.isEmpty() && high.isEmpty()) {
      return new Condition.Present();
    }
    boolean numbers =
        low.filter(each -> each.number().isEmpty()).isEmpty()
            && high.filter(each -> each.number().isEmpty()).isEmpty();
    return numbers
        ? new Condition.Numbers(
            low.flatMap(Bound::number).map(each -> new Condition.End<>(each, lowIncluded)),
            high.flatMap(Bound::number).map(each -> new Condition.End<>(each, highIncluded)))
        : new Condition.Texts(
            low.map(each -> new Condition.End<>(each.folded(), lowIncluded)),
            high.map(each -> new Condition.End<>(each.folded(), highIncluded)));
  }

  private Optional<BigDecimal> number() {
    return quoted ? Optional.empty() : Decimals.parse(folded);
  }
}
