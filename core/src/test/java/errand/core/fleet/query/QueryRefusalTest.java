package errand.core.fleet.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no query, and where the trouble is said to be. */
final class QueryRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "``; 1; a term is missing",
        "`   `; 4; a term is missing",
        "NOT; 4; a term is missing",
        "-; 2; a term is missing",
        "AND a; 1; before the operator",
        "a AND; 6; a term is missing",
        "a OR OR b; 6; before the operator",
        "(a; 1; the bracket is not closed",
        "a); 2; nothing was opened",
        "(); 2; a term cannot begin with )",
        ":a; 1; a term cannot begin with :",
        "thingName:; 11; a value is missing",
        "thingName:); 11; a value is missing",
        "thingName:a:b; 12; write \\: for a colon",
        "a=b; 2; write : to compare",
        "wheels:4; 1; there is no field wheels",
        "thingname:a; 1; there is no field thingname",
        "thing*:a; 1; there is no field thing*",
        "attributes.:a; 1; there is no field attributes.",
        "connectivity.up:a; 1; there is no field connectivity.up",
        "thingName:(thingId:1); 12; within the brackets of another",
        "thingName:(a; 11; the bracket is not closed",
        "`\"a`; 1; the quote is not closed",
        "`\"\"`; 1; the phrase is empty",
        "thingName:\\; 12; nothing follows the backslash",
        "attributes.a:[1 TO 2; 14; the range is not closed",
        "attributes.a:[1 2]; 17; TO is missing",
        "attributes.a:[TO 2]; 18; TO is missing",
        "attributes.a:[1 TO ]; 20; a bound is missing",
        "attributes.a:[1* TO 2]; 15; a bound has no wildcards",
        "attributes.a<; 14; a bound is missing",
        "attributes.a<*; 15; to compare with is missing",
        "[1 TO 2]; 1; a term cannot begin with [",
        "<5; 1; a term cannot begin with <",
        "a^2; 2; boosting",
        "a~; 2; fuzzy",
        "`\"a b\"~2`; 6; fuzzy",
        "/a/; 1; regular expressions",
        "+a; 1; every term is required",
        "!a; 1; write NOT",
        "a && b; 3; write AND",
        "a || b; 3; write OR",
        "thingName:*a thingTypeName:?b; 28; at most 1 term",
        "a*b*c*; 1; at most 2 wildcards *",
        "a??????; 1; at most 5 wildcards ?",
      })
  void tells_where_and_what(String query, int position, String about) {
    var parse = Query.parse(query, QueryLimits.SEARCH);

    assertThat(parse)
        .isInstanceOfSatisfying(
            QueryParse.Malformed.class,
            malformed -> {
              assertThat(malformed.message()).contains(about);
              assertThat(malformed.position()).isEqualTo(position);
              assertThat(malformed.message()).contains("position " + position + ":");
            });
  }

  @Test
  void a_thousand_characters_are_a_query_and_one_more_is_none() {
    assertThat(accepted("a".repeat(1_000), 12)).isTrue();
    assertThat(accepted("a".repeat(1_001), 12)).isFalse();
  }

  @Test
  void twelve_terms_are_a_query_and_one_more_is_none() {
    assertThat(accepted("a ".repeat(11) + "thingName:[1 TO 2]", 12)).isTrue();
    assertThat(accepted("a ".repeat(12) + "thingName:[1 TO 2]", 12)).isFalse();
    assertThat(accepted("thingName:(" + "a ".repeat(12) + ")", 12)).isTrue();
    assertThat(accepted("thingName:(" + "a ".repeat(13) + ")", 12)).isFalse();
  }

  @Test
  void a_dynamic_group_has_five_terms_at_most() {
    int most = QueryLimits.DYNAMIC_GROUP.termsMax();

    assertThat(accepted("a b c d attributes.x<5", most)).isTrue();
    assertThat(accepted("a b c d e attributes.x<5", most)).isFalse();
  }

  @Test
  void with_a_leading_wildcard_a_hundred_characters_are_the_most() {
    assertThat(accepted("thingName:*a " + "b".repeat(87), 12)).isTrue();
    assertThat(accepted("thingName:*a " + "b".repeat(88), 12)).isFalse();
    assertThat(accepted("thingName:* " + "b".repeat(500), 12)).isTrue();
  }

  @Test
  void forty_brackets_are_the_deepest() {
    assertThat(accepted("(".repeat(40) + "a" + ")".repeat(40), 12)).isTrue();
    assertThat(accepted("(".repeat(41) + "a" + ")".repeat(41), 12)).isFalse();
    assertThat(accepted("-".repeat(40) + "a", 12)).isTrue();
    assertThat(accepted("-".repeat(41) + "a", 12)).isFalse();
  }

  private static boolean accepted(String query, int termsMax) {
    return Query.parse(query, new QueryLimits(termsMax)) instanceof QueryParse.Ok;
  }
}
