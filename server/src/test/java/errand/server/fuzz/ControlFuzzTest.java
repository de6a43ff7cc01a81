package errand.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Https;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.Tenant;
import errand.server.fuzz.Recorded.Sent;
import errand.server.model.FleetLife;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the control plane with something wrong in it: the requests of a fleet's whole
 * life, twisted. Each is answered, none with a failure of the server, and one that is refused has
 * written nothing. The seed is fixed. For a long run see {@link MqttFuzzTest}. Source:
 * control-plane 1.
 */
final class ControlFuzzTest {
  private static final long SEED = 20_150_528;

  /** What the server writes by itself, following what was accepted before. */
  private static final Set<String> BY_ITSELF =
      Set.of(
          "abandoned_groups",
          "dynamic_groups",
          "event_readers",
          "events",
          "executions",
          "job_counts",
          "job_documents",
          "job_followers",
          "job_groups",
          "job_superseded",
          "jobs",
          "memberships",
          "outbox",
          "tags",
          "thing_packages",
          "thing_presence",
          "totals");

  private static final Recorded RECORDED = new Recorded();
  private static RunningServer server;
  private static Https https;
  private static Books books;

  private final Twists twists = new Twists(new Random(SEED));

  @BeforeAll
  static void a_fleet_lives() {
    server = RunningServer.start(MovableClock.system());
    https = Https.of(server.doors());
    books = Books.of(server.data());
    try (var tenant = new Tenant(server.doors(), Sdk.iot(server.doors(), RECORDED))) {
      new FleetLife(server, tenant).live((_, _) -> {});
    }
  }

  @AfterAll
  static void stop() {
    books.close();
    https.close();
    server.close();
  }

  @Test
  void a_twisted_request_is_answered_and_a_refused_one_has_written_nothing() {
    var random = new Random(SEED);
    var requests = RECORDED.all();
    var budget = Budget.of(4_000, Duration.ofSeconds(20));
    var refused = 0;
    while (budget.take()) {
      var sent = twists.twisted(requests.get(random.nextInt(requests.size())));
      if (sendable(sent) && send(sent).status() >= 400) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(budget.spent() / 4);
  }

  @Test
  void a_member_of_another_type_is_refused_before_anything_is_looked_up() {
    var seen = new TreeSet<String>();
    var soft = new SoftAssertions();
    for (var sent : RECORDED.all()) {
      for (var wrong : Twists.otherTypes(sent)) {
        if (seen.add(sent.operation() + wrong.what())) {
          soft.assertThat(call(wrong.sent()))
              .as("%s %s", sent.operation(), wrong)
              .extracting(Https.Reply::status)
              .isEqualTo(400);
        }
      }
    }
    soft.assertAll();
    assertThat(seen).hasSizeGreaterThan(400);
  }

  private static Https.Reply send(Sent sent) {
    var before = books.read();
    var reply = call(sent);
    assertThat(reply.status()).as("%s answered %s", sent, reply).isBetween(200, 499);
    if (reply.status() >= 400) {
      assertThat(reply.errorType()).as("%s", sent).isNotBlank();
      assertThat(reply.message()).as("%s", sent).isNotBlank();
      assertUnchanged(sent, before);
    }
    return reply;
  }

  private static void assertUnchanged(Sent sent, Map<String, String> before) {
    var changed = changed(before, books.read());
    if (changed.isEmpty()) {
      return;
    }
    assertThat(BY_ITSELF).as("%s", sent).containsAll(changed);
    // Whether it was this call or the server's own work is told by doing it again, at rest.
    var atRest = settled();
    call(sent);
    assertThat(changed(atRest, books.read())).as("%s", sent).isEmpty();
  }

  private static Map<String, String> settled() {
    var last = books.read();
    for (int same = 0; same < 20; ) {
      server.operator().call("GET", "/jobs", "");
      var now = books.read();
      same = now.equals(last) ? same + 1 : 0;
      last = now;
    }
    return last;
  }

  private static Set<String> changed(Map<String, String> before, Map<String, String> after) {
    var changed = new TreeSet<String>();
    before.forEach(
        (table, rows) -> {
          if (!Objects.equals(rows, after.get(table))) {
            changed.add(table);
          }
        });
    return changed;
  }

  private static Https.Reply call(Sent sent) {
    var by = server.operator().signature("iot");
    var path = sent.path() + sent.query();
    try {
      return https.send(by, sent.method(), path, sent.body(), sent.headers());
    } catch (UncheckedIOException letGo) {
      // The kept connection had ended; on a new one there must be an answer.
      try (var fresh = Https.of(server.doors())) {
        return fresh.send(by, sent.method(), path, sent.body(), sent.headers());
      }
    }
  }

  // The client of the test refuses to send what is no URI at all; HttpFuzzTest does that.
  private static boolean sendable(Sent sent) {
    try {
      return !sent.path().startsWith("//")
          && URI.create("http://h" + sent.path() + sent.query()).getRawPath() != null;
    } catch (IllegalArgumentException noUri) {
      return false;
    }
  }
}
