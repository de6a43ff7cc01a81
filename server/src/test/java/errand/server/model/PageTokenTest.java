package errand.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Tenant;
import errand.server.model.FleetLife.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.iot.model.IotException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Page tokens of every operation that gives any: one that is damaged, or of another filter,
 * operation or account, is refused. Two accounts live the same life, so that all names are in both.
 * Source: control-plane 2.6.
 */
@SuppressWarnings("NonApiType") // Sorted, for readable failures.
final class PageTokenTest {
  private static final String OTHER_ACCOUNT = "111122223333";

  /** Lists whose whole is one page. */
  private static final Set<String> ONE_PAGE = Set.of("ListIndices", "ListTagsForResource");

  private final SoftAssertions soft = new SoftAssertions();
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final Map<String, String> elsewhere = new LinkedHashMap<>();

  @Test
  void a_token_that_is_damaged_or_of_another_filter_operation_or_account_is_refused() {
    try (var server = RunningServer.start(MovableClock.system());
        var tenant = Tenant.of(server.doors());
        var other = Tenant.fresh(server.doors(), server.data(), OTHER_ACCOUNT)) {
      new FleetLife(server, other)
          .live(
              (call, answer) -> token(answer).ifPresent(it -> elsewhere.put(call.operation(), it)));
      new FleetLife(server, tenant)
          .live((call, answer) -> token(answer).ifPresent(it -> check(tenant, call, it)));
    }
    soft.assertAll();
    assertThat(new TreeSet<>(tokens.keySet())).isEqualTo(paged());
  }

  private static TreeSet<String> paged() {
    var paged = new TreeSet<String>();
    for (var each : Facts.table("iot").properties()) {
      var members = Members.of(SdkCall.responseShape(each.getKey()));
      if (members.contains("nextToken") || members.contains("nextMarker")) {
        paged.add(each.getKey());
      }
    }
    paged.removeAll(ONE_PAGE);
    return paged;
  }

  private static Optional<String> token(SdkPojo answer) {
    return Members.text(answer, "nextToken").or(() -> Members.text(answer, "nextMarker"));
  }

  private void check(Tenant tenant, Call call, String token) {
    soft.assertThat(answer(tenant, call, call.request(), token)).as("%s", call).isEmpty();
    for (var damaged : damaged(token)) {
      refused(tenant, call, call.request(), damaged);
    }
    tokens.forEach(
        (operation, others) -> {
          if (!operation.equals(call.operation())) {
            refused(tenant, call, call.request(), others);
          }
        });
    refused(tenant, call, call.request(), elsewhere.getOrDefault(call.operation(), "none"));
    for (var change : call.step().path("otherwise")) {
      refused(tenant, call, changed(call.request(), change), token);
    }
    tokens.put(call.operation(), token);
  }

  private static List<String> damaged(String token) {
    var damaged = new ArrayList<String>();
    for (int at = 0; at < token.length(); at += Math.max(1, token.length() / 4)) {
      damaged.add(with(token, at));
    }
    damaged.add(with(token, token.length() - 1));
    damaged.add(token.substring(1));
    damaged.add(token.substring(0, token.length() - 1));
    damaged.add(token + "A");
    damaged.add(token + "=");
    damaged.add("x");
    return damaged;
  }

  // The next letter of the alphabet, which at the end changes only bits that mean nothing.
  private static String with(String token, int at) {
    var letter = token.charAt(at);
    var other = letter == 'z' || letter == 'Z' || letter == '9' ? 'a' : (char) (letter + 1);
    return token.substring(0, at) + other + token.substring(at + 1);
  }

  private static JsonNode changed(JsonNode request, JsonNode change) {
    var changed = (ObjectNode) request.deepCopy();
    changed.setAll((ObjectNode) change);
    for (var each : change.properties()) {
      if (each.getValue().isNull()) {
        changed.remove(each.getKey());
      }
    }
    return changed;
  }

  private void refused(Tenant tenant, Call call, JsonNode request, String token) {
    var packages = SdkCall.errors(call.operation()).contains("ValidationException");
    var error = packages ? "ValidationException" : "InvalidRequestException";
    soft.assertThat(answer(tenant, call, request, token))
        .as("%s %s with %s", call.operation(), request, token)
        .isEqualTo("400 " + error + " Next token is invalid.");
  }

  private static String answer(Tenant tenant, Call call, JsonNode request, String token) {
    var members = Members.of(SdkCall.shape(call.operation()));
    var whole = (ObjectNode) request.deepCopy();
    whole.put(members.contains("nextToken") ? "nextToken" : "marker", token);
    try {
      SdkCall.send(tenant.iot(), call.operation(), whole);
      return "";
    } catch (IotException refused) {
      var details = refused.awsErrorDetails();
      return refused.statusCode() + " " + details.errorCode() + " " + details.errorMessage();
    }
  }
}
