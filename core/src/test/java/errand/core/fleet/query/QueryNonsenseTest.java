package errand.core.fleet.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes is answered, soon; what was accepted can be asked of things. */
final class QueryNonsenseTest {
  private static final List<String> PIECES =
      List.of(
          "thingName",
          "attributes.x",
          "shadow.a",
          "connectivity.connected",
          ":",
          ":",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "\"",
          "\\",
          "<",
          ">",
          "=",
          "*",
          "?",
          "-",
          "NOT ",
          " AND ",
          " OR ",
          " TO ",
          " ",
          " ",
          "a",
          "B",
          "1",
          "-2.5",
          "ä",
          "\u212A",
          "\u0000",
          "\ud800",
          "^",
          "~",
          "/",
          "+",
          "&&",
          "'",
          ",",
          "\n");

  private static final int QUERIES_PER_SEED = 5_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nonsense_is_a_query_or_is_refused_at_a_place_within_it(long seed) {
    var random = new Random(seed);

    for (int i = 0; i < QUERIES_PER_SEED; i++) {
      String text = nonsense(random, 1 + random.nextInt(40));
      switch (Query.parse(text, QueryLimits.SEARCH)) {
        case QueryParse.Ok(var query) -> {
          query.matches(SampleThing.PUMP);
          assertThat(query.text()).isEqualTo(text);
        }
        case QueryParse.Malformed(var position, _) ->
            assertThat(position).isBetween(1, text.length() + 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void what_matches_is_never_narrowed_away(long seed) {
    var random = new Random(seed);

    for (int i = 0; i < QUERIES_PER_SEED; i++) {
      String text = sense(random, 3);
      if (Query.parse(text, QueryLimits.SEARCH) instanceof QueryParse.Ok(var query)
          && query.matches(SampleThing.PUMP)) {
        assertThat(fits(query.narrowing())).as(text).isTrue();
      }
    }
  }

  @Test
  void the_longest_and_meanest_queries_are_answered_at_once() {
    var thing = SampleThing.PUMP.with("attributes.x", "a".repeat(800));

    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (String text :
              List.of(
                  "attributes.x:a*a*" + "a".repeat(900) + "b",
                  "(".repeat(1_000),
                  "NOT ".repeat(250),
                  "\\".repeat(1_000),
                  "\"".repeat(1_000),
                  "a".repeat(1_000_000))) {
            if (Query.parse(text, QueryLimits.SEARCH) instanceof QueryParse.Ok(var query)) {
              query.matches(thing);
            }
          }
        });
  }

  private static String nonsense(RandomGenerator random, int pieces) {
    return IntStream.range(0, pieces)
        .mapToObj(_ -> PIECES.get(random.nextInt(PIECES.size())))
        .collect(Collectors.joining());
  }

  private static String sense(RandomGenerator random, int depth) {
    int kind = random.nextInt(depth == 0 ? 3 : 7);
    return switch (kind) {
      case 0 -> "thingName:" + List.of("pump*", "PUMP-17*", "p*", "valve").get(random.nextInt(4));
      case 1 -> "thingGroupNames:" + List.of("berlin", "paris", "beta*").get(random.nextInt(3));
      case 2 -> "attributes.battery:" + List.of("75", "76", "[1 TO 80]").get(random.nextInt(3));
      case 3 -> "NOT " + sense(random, depth - 1);
      case 4 -> "(" + sense(random, depth - 1) + " OR " + sense(random, depth - 1) + ")";
      default -> "(" + sense(random, depth - 1) + " AND " + sense(random, depth - 1) + ")";
    };
  }

  private static boolean fits(Narrowing narrowing) {
    var pump = SampleThing.PUMP;
    return Folding.fold(pump.values("thingName").getFirst()).startsWith(narrowing.prefix())
        && pump.values("thingGroupNames").stream()
            .map(Folding::fold)
            .toList()
            .containsAll(narrowing.groups())
        && narrowing.attributes().stream()
            .allMatch(each -> pump.values("attributes." + each.name()).contains(each.value()));
  }
}
