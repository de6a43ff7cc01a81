package errand.core.app;

import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.fleet.Tagged;
import errand.core.fleet.Tagged.Kind;
import errand.core.fleet.TypeProperties;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tags: control-plane 10.5. */
class TagsTest {
  private static final Tagged PUMP = new Tagged(Kind.THING, "pump");

  private final Fleet fleet = new Fleet();

  private static SortedMap<String, String> tags(int from, int to) {
    var tags = new TreeMap<String, String>();
    for (int i = from; i < to; i++) {
      tags.put("k" + i, "v");
    }
    return tags;
  }

  @ParameterizedTest
  @EnumSource(names = {"THING", "THING_GROUP", "THING_TYPE", "JOB"})
  void whatever_is_there_may_be_tagged_and_nothing_else(Kind kind) {
    var resource = new Tagged(kind, "x");
    assertThat(refused(fleet.tags.tag(resource, tags(0, 1))).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(fleet.tags.untag(resource, List.of("k0"))).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(fleet.tags.list(resource)).why()).isEqualTo(Why.NOT_FOUND);

    fleet.things("x");
    fleet.group("x");
    given(fleet.thingTypes.create(new ThingTypeName("x"), TypeProperties.NONE, new TreeMap<>()));
    fleet.create(forThings("x", "x"));

    given(fleet.tags.tag(resource, tags(0, 1)));
    assertThat(given(fleet.tags.list(resource))).isEqualTo(tags(0, 1));
  }

  @Test
  void tags_are_added_changed_and_taken_away_by_key() {
    fleet.things("pump");

    given(fleet.tags.tag(PUMP, new TreeMap<>(Map.of("a", "1", "b", "2"))));
    given(fleet.tags.tag(PUMP, new TreeMap<>(Map.of("b", "3", "c", ""))));
    assertThat(given(fleet.tags.list(PUMP))).isEqualTo(Map.of("a", "1", "b", "3", "c", ""));

    given(fleet.tags.untag(PUMP, List.of("a", "none", "c")));
    assertThat(given(fleet.tags.list(PUMP))).isEqualTo(Map.of("b", "3"));
    given(fleet.tags.untag(PUMP, List.of("b")));
    assertThat(given(fleet.tags.list(PUMP))).isEmpty();
  }

  @Test
  void a_resource_has_at_most_50_tags() {
    fleet.things("pump");
    given(fleet.tags.tag(PUMP, tags(0, 50)));

    assertThat(refused(fleet.tags.tag(PUMP, tags(50, 51))))
        .isEqualTo(new ControlRefusal(Why.LIMIT_EXCEEDED, "A resource can have at most 50 tags."));
    assertThat(given(fleet.tags.list(PUMP))).hasSize(50);
    given(fleet.tags.tag(PUMP, tags(0, 50)));
  }

  @Test
  void more_tags_than_a_lowered_limit_stay_and_can_be_changed_and_taken_away() {
    fleet.things("pump");
    given(fleet.tags.tag(PUMP, tags(0, 3)));
    var tight = new Tags(fleet.store, Quotas.AWS.with(Quota.TAGS_PER_RESOURCE, 1));

    given(tight.tag(PUMP, new TreeMap<>(Map.of("k0", "other"))));
    assertThat(refused(tight.tag(PUMP, tags(3, 4))).why()).isEqualTo(Why.LIMIT_EXCEEDED);
    given(tight.untag(PUMP, List.of("k1")));

    assertThat(given(tight.list(PUMP))).isEqualTo(Map.of("k0", "other", "k2", "v"));
  }
}
