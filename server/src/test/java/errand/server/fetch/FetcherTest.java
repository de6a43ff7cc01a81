package errand.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import errand.core.fleet.policy.AddressRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the server lets itself be sent, and where not. */
class FetcherTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch never = new CountDownLatch(1);
  private final HttpServer web;
  private final Fetcher fetcher =
      Fetcher.start(
          new Fetcher.Settings(
              List.of(AddressRange.parse("127.0.0.1").orElseThrow()),
              Optional.empty(),
              Duration.ofSeconds(2)));

  FetcherTest() throws IOException {
    web = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
  }

  @BeforeEach
  void serve() {
    web.createContext("/", this::answer);
    web.setExecutor(Thread::startVirtualThread);
    web.start();
  }

  @AfterEach
  void stop() {
    never.countDown();
    fetcher.close();
    web.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    String path = exchange.getRequestURI().getPath().substring(1);
    try (exchange) {
      if (path.startsWith("to:")) {
        exchange.getResponseHeaders().add("Location", path.substring(3));
        exchange.sendResponseHeaders(302, -1);
      } else if (path.equals("slow")) {
        never.await();
      } else if (path.matches("[0-9]+")) {
        exchange.sendResponseHeaders(Integer.parseInt(path), -1);
      } else {
        byte[] body = path.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private String at(String path) {
    return "http://127.0.0.1:" + web.getAddress().getPort() + "/" + path;
  }

  private String failure(String address) {
    return fetcher.get(address, 100) instanceof Fetcher.Outcome.Failed(var why)
        ? why
        : "it was fetched";
  }

  private String got(String address) {
    return fetcher.get(address, 100) instanceof Fetcher.Outcome.Got(var body)
        ? new String(body, StandardCharsets.UTF_8)
        : failure(address);
  }

  @Test
  void what_is_at_an_allowed_address_is_got_also_behind_redirects() {
    assertThat(got(at("content"))).isEqualTo("content");
    assertThat(got(at("to:/to:/to:/content"))).isEqualTo("content");
    assertThat(failure(at("to:/to:/to:/to:/content"))).contains("redirects");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.2:PORT/x",
        "https://[::1]:PORT/x",
        "https://[::ffff:127.0.0.2]:PORT/x",
        "https://0.0.0.0:PORT/x",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/x",
        "https://192.168.1.1/x",
        "https://[fd00::1]/x",
        "https://[64:ff9b::7f00:2]/x",
        "https://2130706434/x",
      })
  void a_private_address_is_not_connected_to_nor_by_way_of_a_redirect(String address) {
    String there = address.replace("PORT", Integer.toString(web.getAddress().getPort()));

    assertThat(failure(there)).containsAnyOf("private", "not known", "no address");
    int before = asked.get();
    String encoded = there.replace("[", "%5B").replace("]", "%5D");
    assertThat(failure(at("to:" + encoded))).containsAnyOf("private", "not known", "no address");
    assertThat(asked.get()).isEqualTo(before + 1);
  }

  @Test
  void without_tls_only_addresses_are_asked_that_are_allowed_by_name() {
    assertThat(failure("http://localhost:" + web.getAddress().getPort() + "/x"))
        .contains("only https");
    assertThat(failure("http://127.0.0.2:" + web.getAddress().getPort() + "/x"))
        .contains("only https");
    assertThat(asked.get()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://example.org/x",
        "https:///x",
        "https://user:secret@127.0.0.1/x",
        "nothing at all",
        ""
      })
  void what_is_no_address_is_refused(String address) {
    assertThat(failure(address)).contains("no address");
  }

  @Test
  void length_time_and_status_have_limits() {
    assertThat(got(at("x".repeat(100)))).hasSize(100);
    assertThat(failure(at("x".repeat(101)))).contains("longer");
    assertThat(failure(at("404"))).contains("status 404");
    assertThat(failure(at("slow"))).contains("took");
    assertThat(failure("http://127.0.0.1:1/x")).contains("could not be reached");
  }
}
