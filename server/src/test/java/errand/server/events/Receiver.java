package errand.server.events;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A webhook's receiver: a real HTTP server that answers as it was told to, in turn, and well when
 * it was told no more.
 */
public final class Receiver implements AutoCloseable {
  private final List<Posted> posted = new CopyOnWriteArrayList<>();
  private final List<Posted> taken = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Manner> manners = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Manner always = Manner.WELL;

  public Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** How to answer one post. */
  public enum Manner {
    WELL,
    /** Status 500. */
    BADLY,
    /** Status 302 to another path of the same server. */
    ELSEWHERE,
    /** Never. */
    NOT,
    /** Status 200, and then a body that never ends. */
    WITHOUT_END,
    /** Hangs up without an answer. */
    HANGING_UP
  }

  /** One post as it came. */
  public record Posted(
      String path, String body, String id, String topic, String signature, String contentType) {}

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=secret");
  }

  /** How to answer the next posts, one after the other. */
  public void answer(Manner... next) {
    manners.addAll(List.of(next));
  }

  /** How to answer all posts for which nothing else was said. */
  public void answerAlways(Manner manner) {
    always = manner;
  }

  /** What was answered well, in order. */
  public List<Posted> taken() {
    return List.copyOf(taken);
  }

  /** Everything that came, in order, whatever was answered. */
  public List<Posted> posted() {
    return List.copyOf(posted);
  }

  private void handle(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var post =
        new Posted(
            exchange.getRequestURI().getPath(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            headers.getFirst("errand-event-id"),
            headers.getFirst("errand-topic"),
            headers.getFirst("errand-signature"),
            headers.getFirst("content-type"));
    posted.add(post);
    var manner = manners.poll();
    switch (manner == null ? always : manner) {
      case WELL -> {
        taken.add(post);
        answer(exchange, 204);
      }
      case BADLY -> answer(exchange, 500);
      case ELSEWHERE -> {
        exchange.getResponseHeaders().set("location", "/elsewhere");
        answer(exchange, 302);
      }
      case NOT -> hang();
      case WITHOUT_END -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
        hang();
      }
      case HANGING_UP -> exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void hang() {
    try {
      closed.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
