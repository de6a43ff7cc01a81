package errand.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Many connections to one server, driven by one thread: on a small machine the load generator
 * competes with what it measures, so it has one selector, no threads to switch between, and encodes
 * nothing twice. Not thread-safe.
 */
final class Fleet implements Load {
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

  @Override
  public Round run(Scenario scenario, Duration length) {
    var round = new Round(scenario, length);
    try {
      for (var connection : connections) {
        connection.begin(round);
      }
      drain(round);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return round;
  }

  private void drain(Round round) throws IOException {
    while (round.waiting() > 0) {
      var heard = selector.select(key -> ready((Connection) key.attachment()), PATIENCE.toMillis());
      if (heard == 0) {
        throw new UnexpectedException(
            "%d requests not answered in %s".formatted(round.waiting(), PATIENCE));
      }
    }
  }

  /**
   * Sends so many requests a second, evenly over the connections, however long the answers take;
   * returns when all is answered. What could not be sent in time, because all connections waited
   * for answers, counts as sent in time.
   *
   * @param more false ends the sending
   * @throws UnexpectedException when an answer is missing, is not that of its request, or refuses
   */
  Round paced(Scenario scenario, int perSecond, BooleanSupplier more) {
    var round = new Round(scenario, Duration.ZERO);
    var pace = new Pace(TimeUnit.SECONDS.toNanos(1) / perSecond);
    try {
      for (var connection : connections) {
        connection.join(round);
      }
      while (more.getAsBoolean()) {
        pace.sendDue();
        selector.select(key -> ready((Connection) key.attachment()), 1);
      }
      drain(round);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return round;
  }

  /** When the next request is due, and on which connection. */
  private final class Pace {
    private final long intervalNanos;
    private long dueNanos = System.nanoTime();
    private int next;
    private boolean late;

    Pace(long intervalNanos) {
      this.intervalNanos = intervalNanos;
    }

    void sendDue() throws IOException {
      var nowNanos = System.nanoTime();
      while (dueNanos - nowNanos <= 0) {
        if (!sendOne(late ? dueNanos : nowNanos)) {
          late = true;
          return;
        }
        dueNanos += intervalNanos;
      }
      late = false;
    }

    private boolean sendOne(long sinceNanos) throws IOException {
      for (var tried = 0; tried < connections.size(); tried++) {
        next = (next + 1) % connections.size();
        if (connections.get(next).offer(sinceNanos)) {
          return true;
        }
      }
      return false;
    }
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
