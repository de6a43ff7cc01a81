package errand.core.fleet.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NarrowingTest {
  @Test
  void what_all_parts_demand_is_told() {
    assertThat(
            narrowing(
                "thingName:De* AND thingName:Dev-* thingTypeName:Pump thingGroupNames:(A B)"
                    + " attributes.Site:\"Hall\" attributes.x<5 NOT attributes.y:2"))
        .isEqualTo(
            new Narrowing(
                Optional.empty(),
                "dev-",
                List.of("a", "b"),
                Optional.of("pump"),
                List.of(new Narrowing.Attribute("Site", "hall"))));
  }

  @Test
  void a_whole_name_is_its_own_prefix() {
    assertThat(narrowing("thingName:Dev-1"))
        .isEqualTo(
            new Narrowing(Optional.of("dev-1"), "dev-1", List.of(), Optional.empty(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "a",
        "NOT thingName:a",
        "thingName:a OR thingTypeName:b",
        "thingName:*a",
        "thingGroupNames:a*",
        "attributes.x:*",
        "attributes.x:ä",
        "thingName:ä*",
        "attributes.x:[1 TO 1]",
        "attributes.x:\"a b\"",
        "shadow.reported.x:1",
        "connectivity.connected:true",
      })
  void nothing_is_told_that_a_match_may_lack(String query) {
    assertThat(narrowing(query)).isEqualTo(Narrowing.NONE);
  }

  private static Narrowing narrowing(String query) {
    return switch (Query.parse(query, QueryLimits.SEARCH)) {
      case QueryParse.Ok(var found) -> found.narrowing();
      case QueryParse.Malformed(_, var message) -> fail(message);
    };
  }
}
