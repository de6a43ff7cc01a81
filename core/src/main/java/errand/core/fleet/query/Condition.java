package errand.core.fleet.query;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a value must be like. Words are what white space separates. */
sealed interface Condition {
  boolean holds(String value);

  /** Some word of the value fits. */
  record Word(Glob glob) implements Condition {
    @Override
    public boolean holds(String value) {
      int start = 0;
      for (int i = 0; i <= value.length(); i++) {
        if (i == value.length() || Character.isWhitespace(value.charAt(i))) {
          if (i > start && glob.matches(value, start, i)) {
            return true;
          }
          start = i + 1;
        }
      }
      return false;
    }
  }

  /** The words come one after the other in the value. */
  record Phrase(List<String> folded) implements Condition {
    public Phrase {
      folded = List.copyOf(folded);
    }

    @Override
    public boolean holds(String value) {
      List<String> words = words(Folding.fold(value));
      for (int i = 0; i + folded.size() <= words.size(); i++) {
        if (words.subList(i, i + folded.size()).equals(folded)) {
          return true;
        }
      }
      return false;
    }

    static List<String> words(String text) {
      return List.of(text.split("\\s+")).stream().filter(word -> !word.isEmpty()).toList();
    }
  }

  /** The thing has a value at all. */
  record Present() implements Condition {
    @Override
    public boolean holds(String value) {
      return true;
    }
  }

  /** Between bounds that are numbers; a value that is none is not between them. */
  record Numbers(Optional<End<BigDecimal>> low, Optional<End<BigDecimal>> high)
      implements Condition {
    @Override
    public boolean holds(String value) {
      return Decimals.parse(value)
          .filter(
              number ->
                  low.filter(end -> !end.above(number.compareTo(end.bound()))).isEmpty()
                      && high.filter(end -> !end.below(number.compareTo(end.bound()))).isEmpty())
          .isPresent();
    }
  }

  /** Between bounds in the order of folded texts. */
  record Texts(Optional<End<String>> low, Optional<End<String>> high) implements Condition {
    @Override
    public boolean holds(String value) {
      return low.filter(end -> !end.above(-Folding.compare(end.bound(), value))).isEmpty()
          && high.filter(end -> !end.below(-Folding.compare(end.bound(), value))).isEmpty();
    }
  }

  /** An end of a range. */
  record End<T>(T bound, boolean included) {
    boolean above(int compared) {
      return compared > 0 || (included && compared == 0);
    }

    boolean below(int compared) {
      return compared < 0 || (included && compared == 0);
    }
  }
}
