package errand.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;

/** Many HTTPS connections to one server, each on a virtual thread of its own. */
final class HttpsFleet implements Load {
  private final List<HttpsConnection> connections = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** One client for each thing; all show the certificate of the context. */
  HttpsFleet(InetSocketAddress server, List<String> things, SSLContext context) {
    things.forEach(thing -> connections.add(new HttpsConnection(server, thing, context)));
  }

  @Override
  public Round run(Scenario scenario, Duration length) {
    var round = new Round(scenario, length);
    var running = new ArrayList<Future<?>>();
    for (var connection : connections) {
      running.add(
          threads.submit(
              () -> {
                var own = round.same();
                connection.run(own);
                round.add(own);
                return own;
              }));
    }
    running.forEach(HttpsFleet::await);
    return round;
  }

  private static void await(Future<?> running) {
    try {
      running.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnexpectedException("interrupted");
    } catch (ExecutionException failed) {
      throw new UnexpectedException(String.valueOf(failed.getCause()));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    for (var connection : connections) {
      try {
        connection.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
