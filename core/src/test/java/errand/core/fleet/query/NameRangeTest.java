package errand.core.fleet.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NameRangeTest {
  @ParameterizedTest
  @CsvSource({
    "'', AB-",
    "A, AB-",
    "AB-x, AB-x",
    "AB_, Ab-",
    "AC, Ab-",
    "Ab, Ab-",
    "Ac, aB-",
    "Z, aB-",
    "a, aB-",
    "aC, ab-",
    "ab-zz, ab-zz",
  })
  void the_next_in_a_prefix_is_sought(String from, String next) {
    assertThat(prefix("ab-").seek(from)).contains(next);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab.", "ac", "b", "ab_"})
  void there_is_none_above_the_last(String from) {
    assertThat(prefix("ab-").seek(from)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', A1", "A1, A1", "A1-, a1", "A2, a1", "a1, a1"})
  void the_next_of_a_whole_name_is_sought(String from, String next) {
    assertThat(whole("a1").seek(from)).contains(next);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void seeking_through_names_finds_what_looking_at_all_of_them_finds(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      var names = new TreeSet<String>();
      for (int i = 0; i < 60; i++) {
        names.add(name(random));
      }
      String wanted = Folding.fold(name(random));
      for (NameRange range : List.of(prefix(wanted), whole(wanted))) {
        assertThat(sought(range, names)).isEqualTo(names.stream().filter(range::contains).toList());
      }
    }
  }

  private static List<String> sought(NameRange range, NavigableSet<String> names) {
    var found = new ArrayList<String>();
    Optional<String> at = range.seek("");
    while (at.isPresent()) {
      String next = names.ceiling(at.get());
      if (next == null) {
        return found;
      }
      if (range.contains(next)) {
        found.add(next);
        at = range.seek(next + "-");
      } else {
        at = range.seek(next);
      }
    }
    return found;
  }

  private static String name(Random random) {
    var name = new StringBuilder();
    int length = 1 + random.nextInt(4);
    for (int i = 0; i < length; i++) {
      name.append("aAbB-1_".charAt(random.nextInt(7)));
    }
    return name.toString();
  }

  private static NameRange prefix(String text) {
    return NameRange.of(
        new Narrowing(Optional.empty(), text, List.of(), Optional.empty(), List.of()));
  }

  private static NameRange whole(String text) {
    return NameRange.of(
        new Narrowing(Optional.of(text), text, List.of(), Optional.empty(), List.of()));
  }
}
