package errand.server.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A listener whose connections are watched by the guard. */
final class GuardedConnector extends ServerConnector {
  private final ArrivalGuard guard;

  GuardedConnector(Server server, ArrivalGuard guard, List<ConnectionFactory> factories) {
    super(server, factories.toArray(ConnectionFactory[]::new));
    this.guard = guard;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    var endPoint = new WatchedEndPoint(channel, selector, key, getScheduler(), guard);
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }
}
