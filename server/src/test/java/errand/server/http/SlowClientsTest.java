package errand.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever dribbles is cut off; whoever waits for a slow handler is not. */
@Timeout(30)
class SlowClientsTest {

  /** One octet every 50 ms until the server hangs up; true when it did within the time. */
  static boolean cutOffWhileDribbling(Socket socket, Duration within) throws IOException {
    var end = System.nanoTime() + within.toNanos();
    socket.setSoTimeout(50);
    while (System.nanoTime() < end) {
      try {
        Running.write(socket, "a");
        if (socket.getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException e) {
        // Still open: dribble on.
      } catch (SocketException | SSLException e) {
        return true;
      }
    }
    return false;
  }

  @Test
  void a_dribbled_head_is_cut_while_a_neighbour_is_served() throws IOException {
    try (var running = Running.plain(Running.SMALL, Running::echo);
        var slow = running.connect()) {
      Running.write(slow, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");

      assertThat(running.send("GET", "/n", "").statusCode()).isEqualTo(200);
      assertThat(cutOffWhileDribbling(slow, Duration.ofSeconds(5))).isTrue();
      assertThat(running.send("GET", "/n", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_dribbled_second_head_is_cut_as_well() throws IOException {
    try (var running = Running.plain(Running.SMALL, Running::echo);
        var slow = running.connect()) {
      Running.write(slow, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(Running.one(slow, false)).contains(" 200 ");
      Running.write(slow, "GET / HTTP/1.1\r\nX-Slow: ");

      assertThat(cutOffWhileDribbling(slow, Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void a_dribbled_body_gets_408_and_a_close() throws IOException {
    try (var running = Running.plain(Running.SMALL, Running::echo);
        var slow = running.connect()) {
      Running.write(slow, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n");
      var answer = new StringBuilder();
      var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      slow.setSoTimeout(50);
      while (answer.isEmpty() && System.nanoTime() < end) {
        try {
          Running.write(slow, "a");
          answer.append((char) slow.getInputStream().read());
        } catch (SocketTimeoutException e) {
          // Not answered yet: dribble on.
        }
      }
      slow.setSoTimeout(5000);

      assertThat(answer + Running.rest(slow))
          .startsWith("HTTP/1.1 408 ")
          .contains("x-amzn-ErrorType: RequestTimeoutException")
          .contains("Connection: close");
    }
  }

  @Test
  void a_body_that_stops_coming_is_cut() throws IOException {
    try (var running = Running.plain(Running.SMALL, Running::echo);
        var slow = running.connect()) {
      Running.write(slow, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nabc");

      assertThat(closed(slow)).isTrue();
    }
  }

  private static boolean closed(Socket socket) throws IOException {
    try {
      Running.rest(socket);
      return true;
    } catch (SocketException e) {
      return true; // reset
    }
  }

  @Test
  void a_silent_connection_is_cut_at_the_end_of_the_head_s_time() throws IOException {
    try (var running = Running.plain(Running.SMALL, Running::echo);
        var silent = running.connect()) {
      assertThat(closed(silent)).isTrue();
    }
  }

  @Test
  void a_handler_slower_than_every_timeout_still_answers() {
    var never = new CountDownLatch(1);
    try (var running =
        Running.plain(
            Running.SMALL,
            request -> {
              awaitInVain(never, Running.SMALL.idleTimeout().multipliedBy(2));
              return Running.echo(request);
            })) {
      assertThat(running.send("POST", "/slow", "body").statusCode()).isEqualTo(200);
    }
  }

  private static void awaitInVain(CountDownLatch latch, Duration time) {
    try {
      assertThat(latch.await(time.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_client_that_does_not_take_its_answer_is_cut() throws IOException {
    var big = new byte[64 * 1024 * 1024];
    try (var running = Running.plain(Running.SMALL, _ -> HttpAnswer.json(200, big));
        var slow = running.connect()) {
      Running.write(slow, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");

      awaitInVain(new CountDownLatch(1), Running.SMALL.answerTimeout().multipliedBy(3));

      assertThat(octetsLeftFor(slow)).isLessThan(big.length);
    }
  }

  private static long octetsLeftFor(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes().length;
    } catch (IOException e) {
      return 0; // reset
    }
  }
}
