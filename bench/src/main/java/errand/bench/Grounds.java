package errand.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server with a fleet of some size, an operator, and devices that have work in progress. Its
 * clock is a manual one: a rollout takes a minute's share when the operator lets a minute pass.
 */
record Grounds(int things, ErrandServer server, Operator operator, Fleet devices)
    implements AutoCloseable {
  private static final List<String> MANUAL_CLOCK = List.of("--clock", "manual");

  /** A heap log in the server's folder. */
  private static final String HEAP_LOG = "heap.log";

  /**
   * Seeds a fleet and starts a server on it.
   *
   * @param folder an empty folder
   * @param seed in {@link ErrandServer#data} of that folder; it is written here
   * @param connections devices that are connected, at most as many as there are things
   * @param flags more flags for its JVM
   */
  static Grounds open(Path folder, Seed seed, int connections, List<String> flags) {
    seed.write();
    return on(folder, seed, connections, flags);
  }

  /** The same on a seed that is written already. */
  static Grounds on(Path folder, Seed seed, int connections, List<String> flags) {
    var all = new ArrayList<>(flags);
    all.add("-Xlog:gc*:file=" + folder.resolve(HEAP_LOG));
    var server = ErrandServer.launch(folder, all, MANUAL_CLOCK);
    try {
      var ready = server.ready();
      var names = seed.spread(connections);
      ready.operator().assign(names);
      var devices = Fleet.connect(ready.mqtt(), names, 1);
      devices.once(Scenario.START_NEXT);
      return new Grounds(seed.things(), server, ready.operator(), devices);
    } catch (RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  Usage usage() {
    return server.process().usage();
  }

  /** What the heap held at most, so far. */
  HeapLog heap() {
    return HeapLog.read(server.data().resolveSibling(HEAP_LOG));
  }

  @Override
  public void close() {
    devices.close();
    operator.close();
    server.close();
  }
}
