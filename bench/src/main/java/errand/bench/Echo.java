package errand.bench;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** The bare echo, in a process of its own. */
record Echo(ServerProcess process, InetSocketAddress mqtt) implements AutoCloseable {
  static Echo start(Path folder, List<String> flags) {
    var arguments = List.of(folder.resolve("echo").toString());
    var log = folder.resolve("echo.log");
    var process = ServerProcess.start(EchoServer.class, arguments, log, flags);
    var port = Integer.parseInt(process.await(EchoServer.READY));
    return new Echo(process, new InetSocketAddress("127.0.0.1", port));
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
