package errand.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is no request gets a JSON error, never reaches the handler and cannot hide another one. */
class BadRequestsTest {
  private static final String HOST = " HTTP/1.1\r\nHost: x\r\n";

  private final AtomicInteger handled = new AtomicInteger();
  private final Running running =
      Running.plain(
          Running.SMALL,
          request -> {
            handled.incrementAndGet();
            return Running.echo(request);
          });

  @AfterEach
  void close() {
    running.close();
  }

  private record Case(int status, String type, String text) {}

  private static Case bad(String text) {
    return new Case(400, "InvalidRequestException", text);
  }

  @TestFactory
  Stream<DynamicTest> what_is_no_request_is_refused_in_json_and_told_that_the_connection_closes() {
    var hidden = "GET /hidden" + HOST + "\r\n";
    var length = "Content-Length: ";
    var chunked = "Transfer-Encoding: chunked\r\n";
    return Map.ofEntries(
            Map.entry("garbage", bad("\u0001\u0002\u0003\r\n\r\n")),
            Map.entry("no version", new Case(505, "InvalidRequestException", "GET /\r\n\r\n")),
            Map.entry("above the root", bad("GET /../a" + HOST + "\r\n" + hidden)),
            Map.entry("half an escape", bad("GET /jobs/%" + HOST + "\r\n" + hidden)),
            Map.entry("an escaped NUL", bad("GET /jobs/%00" + HOST + "\r\n" + hidden)),
            Map.entry("no host", bad("GET / HTTP/1.1\r\n\r\n")),
            Map.entry("two hosts", bad("GET /" + HOST + "Host: y\r\n\r\n")),
            Map.entry("blank before colon", bad("GET /" + HOST + "A : b\r\n\r\n")),
            Map.entry("folded header", bad("GET /" + HOST + "A: b\r\n c\r\n\r\n")),
            Map.entry("no colon", bad("GET /" + HOST + "Abc\r\n\r\n")),
            Map.entry(
                "lengths that differ",
                bad("POST /" + HOST + length + "3\r\n" + length + "4\r\n\r\nabc" + hidden)),
            Map.entry(
                "lengths that agree",
                bad("POST /" + HOST + length + "3\r\n" + length + "3\r\n\r\nabc" + hidden)),
            Map.entry(
                "list of lengths", bad("POST /" + HOST + length + "3, 3\r\n\r\nabc" + hidden)),
            Map.entry("negative length", bad("POST /" + HOST + length + "-1\r\n\r\n" + hidden)),
            Map.entry("signed length", bad("POST /" + HOST + length + "+3\r\n\r\nabc" + hidden)),
            Map.entry("no length", bad("POST /" + HOST + length + "x\r\n\r\n" + hidden)),
            Map.entry(
                "length and chunks",
                bad("POST /" + HOST + length + "3\r\n" + chunked + "\r\n0\r\n\r\n" + hidden)),
            Map.entry(
                "chunks and length",
                bad("POST /" + HOST + chunked + length + "3\r\n\r\n0\r\n\r\n" + hidden)),
            Map.entry(
                "unknown coding",
                bad("POST /" + HOST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden)),
            Map.entry(
                "chunked twice",
                bad("POST /" + HOST + chunked + chunked + "\r\n0\r\n\r\n" + hidden)),
            Map.entry("bad chunk", bad("POST /" + HOST + chunked + "\r\nzz\r\nabc\r\n" + hidden)),
            Map.entry(
                "chunk without end", bad("POST /" + HOST + chunked + "\r\n3\r\nabcd\r\n" + hidden)),
            Map.entry(
                "huge header",
                new Case(
                    431,
                    "RequestHeaderTooLargeException",
                    "GET /" + HOST + "A: " + "x".repeat(5000) + "\r\n\r\n")),
            Map.entry(
                "many headers",
                new Case(
                    431,
                    "RequestHeaderTooLargeException",
                    "GET /" + HOST + "A: x\r\n".repeat(1000) + "\r\n")),
            Map.entry(
                "huge uri",
                new Case(
                    414, "RequestUriTooLongException", "GET /" + "x".repeat(5000) + HOST + "\r\n")),
            Map.entry(
                "version 3", new Case(505, "InvalidRequestException", "GET / HTTP/3.0\r\n\r\n")))
        .entrySet()
        .stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> assertRefused(each.getValue())));
  }

  private void assertRefused(Case given) throws IOException {
    var before = handled.get();

    var answer = running.raw(given.text());

    assertThat(answer).startsWith("HTTP/1.1 " + given.status() + " ");
    assertThat(answer).contains("x-amzn-ErrorType: " + given.type() + "\r\n");
    assertThat(answer).contains("\r\nConnection: close\r\n");
    assertThat(answer).contains("x-amzn-RequestId: ").contains("Content-Type: application/json");
    assertThat(answer).endsWith("\"}").contains("{\"message\":\"");
    assertThat(answer).doesNotContain("Server:").doesNotContain("jetty").doesNotContain("\tat ");
    assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
    assertThat(handled).hasValue(before);
  }

  @Test
  void a_body_at_the_limit_is_taken_and_one_beyond_refused_while_the_connection_survives()
      throws IOException {
    var max = Running.SMALL.bodyBytesMax();
    try (var socket = running.connect()) {
      Running.write(socket, post(max));
      assertThat(Running.one(socket, false)).contains(" 200 ").endsWith("\"POST /? " + max + "\"");
      Running.write(socket, post(max + 1));
      assertThat(Running.one(socket, false))
          .contains(" 413 ")
          .contains("x-amzn-ErrorType: RequestEntityTooLargeException");
      Running.write(socket, post(1));
      assertThat(Running.one(socket, false)).contains(" 200 ");
    }
  }

  private static String post(int length) {
    return "POST /" + HOST + "Content-Length: " + length + "\r\n\r\n" + "x".repeat(length);
  }

  @Test
  void a_chunked_body_beyond_the_limit_is_refused() throws IOException {
    var chunk = "1000\r\n" + "x".repeat(4096) + "\r\n";

    var answer =
        running.raw(
            "POST /"
                + HOST
                + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + chunk.repeat(3)
                + "0\r\n\r\n");

    assertThat(answer).contains(" 413 ");
    assertThat(handled).hasValue(0);
  }

  @Test
  void a_body_far_beyond_the_limit_ends_the_connection_after_the_answer() throws IOException {
    try (var socket = running.connect()) {
      Running.write(socket, "POST /" + HOST + "Content-Length: 1000000\r\n\r\n");
      Running.write(socket, "x".repeat(Running.SMALL.bodyBytesMax() * 4 + 1));

      assertThat(Running.rest(socket)).contains(" 413 ").contains("Connection: close");
    }
  }

  @Test
  void a_client_that_asks_before_sending_too_much_is_told_at_once() throws IOException {
    var answer =
        running.raw("POST /" + HOST + "Content-Length: 1000000\r\nExpect: 100-continue\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 413 ");
  }
}
