package errand.core.fleet.query;

import java.util.Locale;
import java.util.Optional;

/**
 * The names that begin with a prefix, or are a whole name, in any case. In the order of names they
 * lie apart, up to one run for each way to write the letters; {@link #seek} jumps from one run to
 * the next, so that a store needs no second index in folded order.
 */
public final class NameRange {
  private final String upper;
  private final String lower;
  private final boolean whole;

  private NameRange(String lower, boolean whole) {
    this.lower = lower;
    this.upper = lower.toUpperCase(Locale.ROOT);
    this.whole = whole;
  }

  public static NameRange of(Narrowing narrowing) {
    return new NameRange(narrowing.name().orElse(narrowing.prefix()), narrowing.name().isPresent());
  }

  /** True when it is the names of one thing. */
  public boolean whole() {
    return whole;
  }

  public boolean contains(String name) {
    return (whole ? name.length() == lower.length() : name.length() >= lower.length())
        && agreement(name) == lower.length();
  }

  /** The lowest text in the range that is this one or above; empty when there is none. */
  public Optional<String> seek(String from) {
    if (contains(from)) {
      return Optional.of(from);
    }
    int at = agreement(from);
    if (at == lower.length()) {
      // The whole name, and more behind it: everything below it was passed.
      return raise(from, at - 1);
    }
    char here = at < from.length() ? from.charAt(at) : 0;
    if (here < upper.charAt(at)) {
      return Optional.of(from.substring(0, at) + upper.substring(at));
    }
    return here < lower.charAt(at)
        ? Optional.of(from.substring(0, at) + lower.charAt(at) + upper.substring(at + 1))
        : raise(from, at - 1);
  }

  // The next text above: the last upper-case letter becomes a lower-case one, what follows begins
  // anew.
  private Optional<String> raise(String from, int last) {
    for (int i = last; i >= 0; i--) {
      if (from.charAt(i) != lower.charAt(i)) {
        return Optional.of(from.substring(0, i) + lower.charAt(i) + upper.substring(i + 1));
      }
    }
    return Optional.empty();
  }

  /** How many characters at the beginning fit. */
  private int agreement(String name) {
    int at = 0;
    while (at < lower.length()
        && at < name.length()
        && (name.charAt(at) == lower.charAt(at) || name.charAt(at) == upper.charAt(at))) {
      at++;
    }
    return at;
  }
}
