package errand.server.http;

import errand.server.line.Line;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;

/** A protocol of somebody else over mutual TLS, agreed on by its ALPN name. */
final class LineProtocol extends AbstractConnectionFactory {
  /** MQTT with a client certificate on port 443. Source: device-protocol 5.1 [doc]. */
  static final String AWS_MQTT = "x-amzn-mqtt-ca";

  private final Set<LineConnection> open;
  private final Consumer<Line> user;

  LineProtocol(String name, Set<LineConnection> open, Consumer<Line> user) {
    super(name);
    this.open = open;
    this.user = user;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return new MutualTls(endPoint, connector.getExecutor(), open, user);
  }

  /**
   * Waits for the client's first octets before it hands over: the name is agreed on early in the
   * handshake, the certificate comes later. The listener only wants one, this protocol needs it.
   */
  private static final class MutualTls extends LineConnection {
    private static final int FIRST_BYTES = 1024;

    MutualTls(EndPoint endPoint, Executor executor, Set<LineConnection> open, Consumer<Line> user) {
      super(endPoint, executor, open, user);
    }

    @Override
    void begin() {
      fillInterested();
    }

    @Override
    public void onFillable() {
      try {
        var octets = ByteBuffer.allocate(FIRST_BYTES);
        var count = read(octets);
        if (count == 0) {
          fillInterested();
        } else if (count < 0 || certificate().isEmpty()) {
          close();
        } else {
          onUpgradeTo(octets.flip());
          handOver();
        }
      } catch (IOException broken) {
        close();
      }
    }
  }
}
