package errand.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** The bare echo, in a process of its own. */
record Echo(ServerProcess process) implements AutoCloseable {
  /** Launches it; wait for it to be {@link #ready}. */
  static Echo launch(Path folder, List<String> flags) {
    var arguments = List.of(folder.resolve("echo").toString());
    var log = folder.resolve("echo.log");
    return new Echo(ServerProcess.start(EchoServer.class, arguments, log, flags));
  }

  /** Where it serves. */
  record Ready(InetSocketAddress mqtt, InetSocketAddress https) {}

  /** Waits until it serves, once. */
  Ready ready() {
    var ports = process.await(EchoServer.READY).split(" ", 2);
    return new Ready(here(ports[0]), here(ports[1]));
  }

  private static InetSocketAddress here(String port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  /** From now on the answers to this scenario are so long. */
  void length(Scenario scenario, int payloadBytes) {
    process.tell(scenario.operation() + " " + payloadBytes);
    process.await(EchoServer.FIXED);
  }

  @Override
  public void close() {
    process.close();
  }
}
