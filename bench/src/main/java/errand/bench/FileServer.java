package errand.bench;

import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/** Java's own static file server, to hold ours against. */
final class FileServer {
  /** What it prints before its port. */
  static final String SERVES = "serves ";

  private FileServer() {}

  public static void main(String... arguments) {
    var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = SimpleFileServer.createFileServer(here, Path.of(arguments[0]), OutputLevel.NONE);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    System.out.println(SERVES + server.getAddress().getPort());
  }
}
