package errand.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many connections to one server, driven by one thread: on a small machine the load generator
 * competes with what it measures, so it has one selector, no threads to switch between, and encodes
 * nothing twice. Not thread-safe.
 */
final class Fleet implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Selector selector;
  private final List<Connection> connections = new ArrayList<>();

  private Fleet(Selector selector) {
    this.selector = selector;
  }

  /**
   * Connects one client for each thing.
   *
   * @param window requests under way on each connection
   */
  static Fleet connect(InetSocketAddress server, List<String> things, int window) {
    Fleet fleet = null;
    try {
      fleet = new Fleet(Selector.open());
      for (var thing : things) {
        fleet.connections.add(Connection.open(server, thing, window, fleet.selector));
      }
      var connected = fleet;
      fleet = null;
      return connected;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot connect to " + server, failure);
    } finally {
      if (fleet != null) {
        fleet.close();
      }
    }
  }

  /** Each connection once fills its window; returns when all is answered. */
  Round once(Scenario scenario) {
    return run(scenario, Duration.ZERO);
  }

  /**
   * Keeps every connection's window full for so long; returns when all is answered.
   *
   * @throws UnexpectedException when an answer is missing, is not that of its request, or refuses
   */
  Round run(Scenario scenario, Duration length) {
    var round = new Round(scenario, length);
    try {
      for (var connection : connections) {
        connection.begin(round);
      }
      while (round.waiting() > 0) {
        var heard =
            selector.select(key -> ready((Connection) key.attachment()), PATIENCE.toMillis());
        if (heard == 0) {
          throw new UnexpectedException(
              "%d requests not answered in %s".formatted(round.waiting(), PATIENCE));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return round;
  }

  private static void ready(Connection connection) {
    try {
      connection.ready();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    connections.forEach(Connection::close);
    try {
      selector.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
