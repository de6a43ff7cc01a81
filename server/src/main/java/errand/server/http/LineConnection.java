package errand.server.http;

import errand.server.line.Line;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/** A connection that Jetty accepted and that speaks no HTTP, or no longer. */
class LineConnection extends AbstractConnection implements Line, Connection.UpgradeTo {
  private final Set<LineConnection> open;
  private final Consumer<Line> user;
  private ByteBuffer early = ByteBuffer.allocate(0);

  /**
   * @param open the connections to be closed when the listener stops; this joins them while it is
   *     open
   * @param user gets the line
   */
  LineConnection(
      EndPoint endPoint, Executor executor, Set<LineConnection> open, Consumer<Line> user) {
    super(endPoint, executor);
    this.open = open;
    this.user = user;
  }

  /** What came already, in front of everything that is still to be read. */
  @Override
  public final void onUpgradeTo(ByteBuffer octets) {
    early = ByteBuffer.allocate(octets.remaining()).put(octets).flip();
  }

  @Override
  public final void onOpen() {
    super.onOpen();
    open.add(this);
    begin();
  }

  /** What to do once it is open. */
  void begin() {
    handOver();
  }

  /** Gives the line to its user. */
  final void handOver() {
    var below = WatchedEndPoint.of(getEndPoint());
    below.handsOver();
    // How long it may be silent is its user's to say.
    below.setIdleTimeout(0);
    getEndPoint().setIdleTimeout(0);
    user.accept(this);
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    open.remove(this);
    super.onClose(cause);
  }

  @Override
  public InetSocketAddress remote() {
    return (InetSocketAddress) getEndPoint().getRemoteSocketAddress();
  }

  @Override
  public Optional<X509Certificate> certificate() {
    return certificate(getEndPoint());
  }

  /** The certificate shown in the handshake of a connection, TLS and client certificate given. */
  static Optional<X509Certificate> certificate(EndPoint endPoint) {
    return Optional.ofNullable(endPoint.getSslSessionData())
        .map(EndPoint.SslSessionData::peerCertificates)
        .flatMap(chain -> Arrays.stream(chain).findFirst());
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (early.hasRemaining()) {
      var octets = Math.min(early.remaining(), into.remaining());
      into.put(early.slice(early.position(), octets));
      early.position(early.position() + octets);
      return octets;
    }
    var target = into.slice();
    target.limit(0); // Jetty fills behind the limit
    var filled = getEndPoint().fill(target);
    if (filled > 0) {
      into.position(into.position() + filled);
    }
    return filled;
  }

  @Override
  public void whenReadable(Runnable ready, Consumer<Throwable> broken) {
    if (early.hasRemaining()) {
      ready.run();
    } else {
      getEndPoint().fillInterested(callback(ready, broken));
    }
  }

  @Override
  public void write(ByteBuffer octets, Runnable done, Consumer<Throwable> broken) {
    getEndPoint().write(callback(done, broken), octets);
  }

  // Short by contract, so Jetty need not find a thread for them.
  private static Callback callback(Runnable done, Consumer<Throwable> broken) {
    return Callback.from(InvocationType.NON_BLOCKING, done, broken);
  }

  @Override
  public void onFillable() {
    throw new IllegalStateException("nobody waits here: reads are asked for one by one");
  }

  @Override
  public void close() {
    getEndPoint().close(new ClosedChannelException());
  }
}
