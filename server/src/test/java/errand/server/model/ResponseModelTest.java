package errand.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Tenant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every member of every response of the service model {@code iot}, however deep, is returned at
 * least once in the life of a fleet, or stands in the list of gaps with its reason; and nothing
 * stands there that is returned. Source: control-plane 2 and 10 [model].
 */
@SuppressWarnings("NonApiType") // Sorted, for readable failures.
final class ResponseModelTest {
  private static final Map<String, TreeSet<String>> SEEN = new TreeMap<>();

  @BeforeAll
  static void a_fleet_lives() {
    try (var server = RunningServer.start(MovableClock.system());
        var tenant = Tenant.of(server.doors())) {
      new FleetLife(server, tenant)
          .live(
              (call, answer) ->
                  SEEN.computeIfAbsent(call.operation(), _ -> new TreeSet<>())
                      .addAll(Members.held(answer)));
    }
  }

  static List<String> operations() {
    return Facts.table("iot").properties().stream().map(Map.Entry::getKey).toList();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void every_member_of_a_response_was_returned_or_is_a_gap(String operation) {
    assertThat(SEEN.keySet()).contains(operation);
    var unseen = Members.responseLeaves(SdkCall.responseShape(operation));
    unseen.removeAll(SEEN.getOrDefault(operation, new TreeSet<>()));

    var gaps = Facts.table("iot-unseen").path(operation).propertyNames();

    assertThat(unseen).isEqualTo(new TreeSet<>(gaps));
  }

  @Test
  void the_gaps_are_of_operations_that_are_served() {
    assertThat(operations()).containsAll(Facts.table("iot-unseen").propertyNames());
  }
}
