package errand.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpListenersTest {
  private final AtomicReference<HttpHandler> handler = new AtomicReference<>(Running::echo);
  private final Running running =
      Running.plain(HttpLimits.USUAL, request -> handler.get().handle(request));

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void an_answer_has_a_request_id_and_a_type_and_does_not_name_the_server() {
    var answer = running.send("POST", "/a?b=c", "hello");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("\"POST /a?b=c 5\"");
    var headers = answer.headers();
    assertThat(UUID.fromString(headers.firstValue("x-amzn-RequestId").orElseThrow())).isNotNull();
    assertThat(headers.firstValue("Content-Type")).contains("application/json");
    assertThat(headers.firstValue("Date")).isPresent();
    assertThat(headers.map().keySet()).doesNotContain("server", "x-powered-by");
  }

  @Test
  void an_empty_answer_has_no_type() {
    handler.set(_ -> HttpAnswer.empty(200));

    var answer = running.send("DELETE", "/a", "");

    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
    assertThat(answer.headers().firstValue("Content-Length")).contains("0");
  }

  @Test
  void a_type_and_other_headers_of_the_answer_are_kept() {
    handler.set(
        _ ->
            HttpAnswer.json(201, "<p>".getBytes(StandardCharsets.UTF_8))
                .with("content-type", "text/html")
                .with("X-Two", "1")
                .with("X-Two", "2"));

    var answer = running.send("GET", "/", "");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().allValues("Content-Type")).containsExactly("text/html");
    assertThat(answer.headers().allValues("X-Two")).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/things/a%3Ab/jobs/%24next",
        "/things/a:b/jobs/$next",
        "/jobs/p%2C1",
        "/jobs/p,1",
        "/x/arn%3Aaws%2Fy",
        "/a/../b",
        "/a/%2e%2e/b",
        "/a/%2E/b",
        "/a;x=1/b;y",
        "//a//b/",
        "/a%252Fb",
        "/a%5Cb",
        "/%ff",
        "/a|b\"^`{}<>\\[]",
      })
  void a_path_reaches_the_handler_as_sent(String path) throws IOException {
    var answer = running.raw("GET " + path + "?q=%2F HTTP/1.0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.").contains(" 200 OK");
    assertThat(answer).endsWith("\"GET " + path + "?q=%2F 0\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/%", "/a%00b", "/a#b", "/\u00fc", "/a?\u00e9", "a", "/a?b#c"})
  void a_target_that_is_no_uri_is_refused(String target) throws IOException {
    var answer = running.raw("GET " + target + " HTTP/1.0\r\n\r\n");

    assertThat(answer).contains(" 400 ").contains("x-amzn-ErrorType: InvalidRequestException");
  }

  @Test
  void headers_keep_their_order_and_values() throws IOException {
    var seen = new AtomicReference<>(Headers.NONE);
    handler.set(
        request -> {
          seen.set(request.headers());
          return HttpAnswer.empty(200);
        });

    var _ =
        running.raw(
            Running.head(
                "GET / HTTP/1.1",
                "Host: LocalHost:80",
                "X-b:  1   2 ",
                "x-A: ",
                "X-B: \u00e4",
                "Connection: close"));

    assertThat(seen.get().all("x-b")).containsExactly("1   2", "\u00e4");
    assertThat(seen.get().first("HOST")).contains("LocalHost:80");
    assertThat(seen.get().first("X-a")).contains("");
    assertThat(
            seen.get().lines().stream().map(line -> line.name().toLowerCase(Locale.ROOT)).toList())
        .isEqualTo(List.of("host", "x-b", "x-a", "x-b", "connection"));
  }

  @Test
  void a_header_that_differs_from_an_earlier_one_in_case_alone_keeps_its_case() throws IOException {
    handler.set(
        request ->
            HttpAnswer.json(
                200, request.headers().first("X-A").orElse("").getBytes(StandardCharsets.UTF_8)));
    try (var socket = running.connect()) {
      for (var value : List.of("abc", "ABC", "abc")) {
        Running.write(socket, "GET / HTTP/1.1\r\nHost: x\r\nX-A: " + value + "\r\n\r\n");
        assertThat(Running.one(socket, false)).endsWith(value);
      }
    }
  }

  @Test
  void http_1_0_gets_an_answer_and_a_close() throws IOException {
    assertThat(running.raw("GET /old HTTP/1.0\r\n\r\n")).endsWith("\"GET /old? 0\"");
  }

  @Test
  void a_connection_serves_many_requests_also_when_sent_ahead() throws IOException {
    try (var socket = running.connect()) {
      var get = "GET /%d HTTP/1.1\r\nHost: x\r\n\r\n";
      Running.write(socket, get.formatted(1) + get.formatted(2));

      assertThat(Running.one(socket, false)).endsWith("\"GET /1? 0\"");
      assertThat(Running.one(socket, false)).endsWith("\"GET /2? 0\"");
      Running.write(socket, get.formatted(3));
      assertThat(Running.one(socket, false)).endsWith("\"GET /3? 0\"");
    }
  }

  @Test
  void head_gets_the_headers_of_the_answer_alone() throws IOException {
    try (var socket = running.connect()) {
      Running.write(socket, "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(Running.one(socket, true)).contains("Content-Length: 12\r\n");
      Running.write(socket, "GET /b HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(Running.one(socket, false)).startsWith("HTTP/1.1 200").endsWith("\"GET /b? 0\"");
    }
  }

  @Test
  void a_client_that_asks_before_sending_is_told_to_go_on() throws IOException {
    try (var socket = running.connect()) {
      Running.write(
          socket,
          "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(Running.one(socket, true)).startsWith("HTTP/1.1 100 Continue");
      Running.write(socket, "{}");

      assertThat(Running.one(socket, false)).endsWith("\"PUT /a? 2\"");
    }
  }

  @Test
  void a_chunked_body_arrives_whole() throws IOException {
    var answer =
        running.raw(
            Running.head(
                    "POST /a HTTP/1.1",
                    "Host: x",
                    "Transfer-Encoding: chunked",
                    "Connection: close")
                + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

    assertThat(answer).endsWith("\"POST /a? 5\"");
  }

  @Test
  void a_handler_that_throws_gets_500_without_a_detail_and_the_server_lives() {
    handler.set(
        _ -> {
          throw new IllegalStateException("secret detail");
        });

    var answer = running.send("GET", "/a", "");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType"))
        .contains("InternalFailureException");
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(answer.body()).isEqualTo("{\"message\":\"An internal error occurred.\"}");
    handler.set(Running::echo);
    assertThat(running.send("GET", "/a", "").statusCode()).isEqualTo(200);
  }

  @Test
  void an_error_of_the_machine_in_a_handler_gets_the_same_answer() {
    handler.set(
        _ -> {
          throw new NoClassDefFoundError("secret detail");
        });

    var answer = running.send("GET", "/a", "");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("{\"message\":\"An internal error occurred.\"}");
  }

  @Test
  void a_handler_runs_on_a_virtual_thread_and_does_not_hold_up_others() throws Exception {
    var go = new CountDownLatch(1);
    var inside = new CountDownLatch(100);
    handler.set(
        _ -> {
          inside.countDown();
          await(go);
          return HttpAnswer.json(
              200,
              (Thread.currentThread().isVirtual() ? "true" : "false")
                  .getBytes(StandardCharsets.UTF_8));
        });
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<String>>();
      for (var i = 0; i < 100; i++) {
        answers.add(pool.submit(() -> running.raw("GET / HTTP/1.0\r\n\r\n")));
      }
      await(inside);
      go.countDown();
      for (var answer : answers) {
        assertThat(answer.get()).endsWith("true");
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_connection_beyond_the_most_waits_until_another_ends() throws IOException {
    var usual = HttpLimits.USUAL;
    var one =
        new HttpLimits(
            usual.headBytesMax(),
            usual.bodyBytesMax(),
            usual.headTimeout(),
            usual.bodyTimeout(),
            usual.answerTimeout(),
            usual.idleTimeout(),
            1);
    var get = Running.head("GET / HTTP/1.1", "Host: x");
    try (var limited = Running.plain(one, Running::echo);
        var first = limited.connect()) {
      Running.write(first, get);
      assertThat(Running.one(first, false)).contains(" 200 ");
      try (var second = limited.connect()) {
        Running.write(second, get);
        second.setSoTimeout(200);
        assertThatThrownBy(() -> Running.one(second, false))
            .isInstanceOf(SocketTimeoutException.class);

        first.shutdownOutput(); // a client leaving

        second.setSoTimeout(10_000);
        assertThat(Running.one(second, false)).contains(" 200 ");
      }
    }
  }

  @Test
  void a_port_in_use_is_named() {
    var taken = Running.loopback(running.listeners.httpPort());
    var settings = new HttpSettings(Optional.of(taken), Optional.empty(), HttpLimits.USUAL);

    assertThatThrownBy(() -> HttpListeners.start(settings, Running::echo))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(String.valueOf(taken.getPort()));
  }

  @Test
  void a_closed_port_can_be_opened_again_at_once() {
    var first = Running.plain(HttpLimits.USUAL, Running::echo);
    assertThat(first.send("GET", "/", "").statusCode()).isEqualTo(200);
    var port = first.listeners.httpPort();
    first.close();

    var again = Running.loopback(port);
    var settings = new HttpSettings(Optional.of(again), Optional.empty(), HttpLimits.USUAL);
    try (var second = HttpListeners.start(settings, Running::echo)) {
      assertThat(second.httpPort()).isEqualTo(port);
      assertThatThrownBy(second::httpsPort).isInstanceOf(IllegalStateException.class);
    }
  }
}
