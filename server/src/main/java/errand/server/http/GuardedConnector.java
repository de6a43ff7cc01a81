package errand.server.http;

import errand.server.line.Admission;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A listener whose connections are watched by the guard. */
final class GuardedConnector extends ServerConnector {
  private final ArrivalGuard guard;

  private final Admission admission;

  GuardedConnector(
      Server server, ArrivalGuard guard, Admission admission, List<ConnectionFactory> factories) {
    super(server, factories.toArray(ConnectionFactory[]::new));
    this.guard = guard;
    this.admission = admission;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    var endPoint = new WatchedEndPoint(channel, selector, key, getScheduler(), guard);
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  // Here and not sooner: an end point closed before it counts as open is never taken off the list.
  @Override
  protected void onEndPointOpened(EndPoint endPoint) {
    super.onEndPointOpened(endPoint);
    WatchedEndPoint.of(endPoint).comeIn(admission);
  }
}
