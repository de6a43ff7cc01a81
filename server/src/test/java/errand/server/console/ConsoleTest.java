package errand.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.KeyFile;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.identity.AccessKey;
import errand.server.identity.Role;
import errand.server.wire.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what at {@code /console}, without a browser. */
@ExtendWith(SharedServer.class)
final class ConsoleTest {
  private final RunningServer server;

  ConsoleTest(RunningServer server) {
    this.server = server;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console",
        "/console/",
        "/console/jobs/any",
        "/console/things/a%2Fb",
        "/console/%3Cscript%3E"
      })
  void any_page_is_the_same_page_and_its_policy_lets_nothing_foreign_in(String path) {
    try (var visitor = new Visitor(server)) {
      var seen = visitor.get(path);

      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.header("Content-Type")).startsWith("text/html");
      assertThat(seen.header("Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe", "http:", "https:", "*");
      assertThat(seen.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(seen.response().body()).doesNotContain("<script>").doesNotContain("http");
    }
  }

  @Test
  void a_link_signs_in_once() {
    String link = server.consoleLink();
    try (var first = new Visitor(server);
        var second = new Visitor(server)) {
      var entered = first.enterByLink(link);

      assertThat(entered.status()).isEqualTo(200);
      assertThat(entered.header("Set-Cookie"))
          .contains("HttpOnly", "SameSite=Strict", "Path=/console");
      assertThat(entered.json().path("role").asString()).isEqualTo("admin");
      assertThat(first.get("/console/api/jobs").status()).isEqualTo(200);
      assertThat(second.enterByLink(link).status()).isEqualTo(403);
      assertThat(second.get("/console/api/jobs").status()).isEqualTo(401);
    }
  }

  @Test
  void a_wrong_secret_a_strange_key_and_no_json_let_nobody_in() {
    var key = server.doors().key();
    var wrong = new AccessKey(key.id(), "x".repeat(40), key.account(), key.role());
    var strange = new AccessKey("AKIASTRANGESTRANGE00", key.secret(), key.account(), key.role());
    try (var visitor = new Visitor(server)) {
      assertThat(visitor.enterByKey(wrong).status()).isEqualTo(403);
      assertThat(visitor.enterByKey(strange).status()).isEqualTo(403);
      assertThat(visitor.send("POST", "/console/session", "[", Map.of()).status()).isEqualTo(403);
      assertThat(visitor.get("/console/session").status()).isEqualTo(401);
    }
  }

  @Test
  void who_signs_in_and_who_is_turned_away_is_written_down() {
    // A server of its own: refusals are written down at a bounded pace, and other tests make many.
    try (var quiet = RunningServer.start(MovableClock.system());
        var visitor = new Visitor(quiet)) {
      var key = quiet.doors().key();
      var stranger = "AKIA" + quiet.freshName("STRANGER").replace('-', '0') + "0000";
      visitor.enter(Json.object().put("accessKeyId", stranger).put("secretAccessKey", "x"));
      visitor.enterByKey(key);

      var entries =
          Await.answer(
              () ->
                  visitor
                      .get("/console/api/_errand/audit?action=SignInToConsole")
                      .json()
                      .path("auditEntries")
                      .values()
                      .stream()
                      .map(each -> each.path("actor").path("id").asString() + each.path("outcome"))
                      .toList(),
              found -> found.contains(stranger + "\"REFUSED\""));
      assertThat(entries).contains(key.id() + "\"DONE\"");
    }
  }

  @Test
  void a_long_body_of_somebody_unknown_is_not_read() {
    try (var visitor = new Visitor(server)) {
      var tooLong = " ".repeat(100_000) + "{}";

      assertThat(visitor.send("POST", "/console/session", tooLong, Map.of()).status())
          .isEqualTo(413);
      assertThat(visitor.send("POST", "/console/api/things/x", tooLong, Map.of()).status())
          .isEqualTo(401);
    }
  }

  @Test
  void what_changes_something_needs_the_token_of_the_session() {
    var thing = server.freshName("thing");
    try (var visitor = new Visitor(server)) {
      visitor.enterByKey(server.doors().key());

      var forged = visitor.send("POST", "/console/api/things/" + thing, "{}", Map.of());
      assertThat(forged.status()).isEqualTo(403);
      assertThat(visitor.get("/console/api/things/" + thing).status()).isEqualTo(404);

      assertThat(visitor.change("POST", "/console/api/things/" + thing, "{}").status())
          .isEqualTo(200);
      assertThat(visitor.get("/console/api/things/" + thing).status()).isEqualTo(200);
    }
  }

  @Test
  void who_may_only_read_sees_everything_and_is_refused_every_change() {
    var reader = KeyFile.of(server.data()).add(Role.READ_ONLY);
    var job = server.queuedJob(server.thing());
    try (var visitor = new Visitor(server)) {
      var entered = Await.answer(() -> visitor.enterByKey(reader), seen -> seen.status() == 200);

      assertThat(entered.json().path("role").asString()).isEqualTo("read-only");
      assertThat(visitor.get("/console/api/jobs/" + job).status()).isEqualTo(200);
      var refused = visitor.change("PUT", "/console/api/jobs/" + job + "/cancel", "{}");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(server.operator().describeJob(job).path("status").asString())
          .isEqualTo("IN_PROGRESS");
    }
  }

  @Test
  void a_session_ends_with_its_key_and_by_signing_out() {
    var key = KeyFile.of(server.data()).add(Role.OPERATOR);
    try (var visitor = new Visitor(server);
        var other = new Visitor(server)) {
      Await.answer(() -> visitor.enterByKey(key), seen -> seen.status() == 200);
      other.enterByKey(server.doors().key());

      KeyFile.of(server.data()).remove(key);
      other.send("DELETE", "/console/session", "", Map.of());

      Await.answer(() -> visitor.get("/console/api/jobs").status(), status -> status == 401);
      assertThat(other.get("/console/api/jobs").status()).isEqualTo(401);
    }
  }

  @Test
  void the_pages_weigh_less_than_150_kilobytes_and_are_sent_once() {
    long bytes = 0;
    try (var visitor = new Visitor(server)) {
      for (String name : StaticFiles.NAMES) {
        var path = "/console/assets/" + name;
        var seen = visitor.send("GET", path, "", Map.of("Accept-Encoding", "gzip"));
        assertThat(seen.status()).as(name).isEqualTo(200);
        assertThat(seen.header("Content-Encoding")).isEqualTo("gzip");
        bytes += Long.parseLong(seen.header("Content-Length"));

        var again = visitor.send("GET", path, "", Map.of("If-None-Match", seen.header("ETag")));
        assertThat(again.status()).isEqualTo(304);
      }
      assertThat(visitor.get("/console/assets/../session").status()).isNotEqualTo(200);
      assertThat(visitor.get("/console/assets/nothing.js").status()).isEqualTo(404);
    }
    assertThat(bytes).isLessThan(150_000);
  }

  @Test
  void the_course_of_a_job_ends_with_its_counters_and_failures_are_grouped() {
    var good = server.thing();
    var bad = List.of(server.thing(), server.thing());
    var job = server.freshName("job");
    server.operator().createJob(job, "{}", good, bad.get(0), bad.get(1));
    try (var devices = MqttProbe.connect(server.doors());
        var visitor = new Visitor(server)) {
      for (String thing : List.of(good, bad.get(0), bad.get(1))) {
        server.awaitQueued(job, thing);
        String end = thing.equals(good) ? "SUCCEEDED" : "FAILED";
        devices.request(
            "$aws/things/" + thing + "/jobs/" + job + "/update",
            "{\"status\":\"" + end + "\",\"statusDetails\":{\"why\":\"disk full\"}}");
      }
      visitor.enterByKey(server.doors().key());

      var course = visitor.get("/console/api/_errand/jobs/" + job + "/course").json();
      var failures = visitor.get("/console/api/_errand/jobs/" + job + "/failures").json();
      var jobs = visitor.get("/console/api/_errand/jobs?maxResults=250").json();

      var last = course.path("marks").get(course.path("marks").size() - 1);
      assertThat(Json.text(last)).isEqualTo("{\"SUCCEEDED\":1,\"FAILED\":2}");
      var group = failures.path("groups").get(0);
      assertThat(failures.path("groups").size()).isEqualTo(1);
      assertThat(group.path("count").asInt()).isEqualTo(2);
      assertThat(group.path("statusDetails").path("why").asString()).isEqualTo("disk full");
      assertThat(group.path("things").values())
          .extracting(each -> each.asString())
          .containsExactlyInAnyOrderElementsOf(bad);
      var line =
          jobs.path("jobs").values().stream()
              .filter(each -> each.path("jobId").asString().equals(job))
              .findFirst()
              .orElseThrow();
      assertThat(line.path("thingsByStatus").path("FAILED").asInt()).isEqualTo(2);
      assertThat(visitor.get("/console/api/_errand/jobs/none/course").status()).isEqualTo(404);
      assertThat(visitor.get("/console/api/_errand/jobs/none/failures").status()).isEqualTo(404);
      assertThat(visitor.get("/console/api/_errand/jobs?status=NO").status()).isEqualTo(400);
    }
  }

  @Test
  void what_passes_on_the_jobs_topics_of_a_watched_thing_is_shown_and_of_others_not() {
    var thing = server.thing();
    var other = server.thing();
    String path = "/console/api/_errand/things/" + thing + "/traffic";
    try (var visitor = new Visitor(server);
        var device = MqttProbe.connect(server.doors())) {
      visitor.enterByKey(server.doors().key());
      assertThat(visitor.get(path).json().path("messages").size()).isZero();

      device.request("$aws/things/" + other + "/jobs/get", "{}");
      var job = server.queuedJob(thing);
      device.request(
          "$aws/things/" + thing + "/jobs/" + job + "/update",
          "{\"status\":\"SUCCEEDED\",\"clientToken\":\"<b>\"}");

      var seen =
          Await.answer(
              () -> visitor.get(path).json().path("messages").values().stream().toList(),
              messages -> messages.size() >= 6);
      assertThat(seen)
          .extracting(each -> each.path("topic").asString().replaceAll(".*/jobs/", ""))
          .containsExactly(
              "notify",
              "notify-next",
              job + "/update",
              job + "/update/accepted",
              "notify",
              "notify-next");
      assertThat(seen.get(2).path("from").asString()).isEqualTo("DEVICE");
      assertThat(seen.get(2).path("payload").asString()).contains("<b>");
      assertThat(seen.get(3).path("from").asString()).isEqualTo("SERVER");
    }
  }

  @Test
  void a_stream_tells_what_there_is_and_then_what_changes() throws Exception {
    var thing = server.thing();
    var job = server.queuedJob(thing);
    try (var visitor = new Visitor(server);
        var device = MqttProbe.connect(server.doors())) {
      visitor.enterByKey(server.doors().key());
      try (var lines = visitor.stream("/console/stream?watch=/jobs/" + job)) {
        var first = lines.next();
        device.request(
            "$aws/things/" + thing + "/jobs/" + job + "/update", "{\"status\":\"SUCCEEDED\"}");
        var later = lines.next();
        while (!later.path("body").path("job").path("status").asString().equals("COMPLETED")) {
          later = lines.next();
        }

        assertThat(first.path("watch").asString()).isEqualTo("/jobs/" + job);
        assertThat(first.path("status").asInt()).isEqualTo(200);
        assertThat(first.path("body").path("job").path("status").asString())
            .isEqualTo("IN_PROGRESS");
      }
      assertThat(visitor.get("/console/stream").status()).isEqualTo(503);
      assertThat(visitor.get("/console/stream?watch=/x" + "&watch=/x".repeat(8)).status())
          .isEqualTo(503);
    }
    try (var nobody = new Visitor(server)) {
      assertThat(nobody.get("/console/stream?watch=/jobs").status()).isEqualTo(401);
    }
  }
}
