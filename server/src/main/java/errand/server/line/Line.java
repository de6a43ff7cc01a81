package errand.server.line;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An open connection, after TLS if it has any. Nothing blocks. Reading and writing may go on at the
 * same time, each from one thread at a time; callbacks come on any thread and must be short.
 */
public interface Line {

  /** The other end's address. */
  InetSocketAddress remote();

  /** The certificate whose key the other end has proven to hold; nothing else about it is known. */
  Optional<X509Certificate> certificate();

  /**
   * Takes what has arrived.
   *
   * @return how many octets; 0 when there are none now, -1 when none will come any more
   * @throws IOException when the connection is broken
   */
  int read(ByteBuffer into) throws IOException;

  /** Calls one of the two, once, when a read has something to say. One such wait at a time. */
  void whenReadable(Runnable ready, Consumer<Throwable> broken);

  /**
   * Sends all of it, then calls one of the two. One write at a time; nobody may change the octets
   * until then.
   */
  void write(ByteBuffer octets, Runnable done, Consumer<Throwable> broken);

  /** Ends the connection at once; what waits is told that it is broken. May be repeated. */
  void close();
}
