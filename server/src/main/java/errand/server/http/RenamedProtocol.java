package errand.server.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;

/** The same protocol under the name AWS has given it in ALPN. */
final class RenamedProtocol extends AbstractConnectionFactory {
  /** HTTP with a client certificate on port 443. Source: device-protocol 5.1 [doc]. */
  static final String AWS_HTTP = "x-amzn-http-ca";

  private final ConnectionFactory original;

  RenamedProtocol(String name, ConnectionFactory original) {
    super(name);
    this.original = original;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return original.newConnection(connector, endPoint);
  }
}
