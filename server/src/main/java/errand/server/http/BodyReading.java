package errand.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a request's body within the limits. */
sealed interface BodyReading {

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Whole(byte[] body) implements BodyReading {}

  /**
   * Beyond the limit; {@code drained} says whether the rest was taken, so the connection is whole.
   */
  record TooLong(boolean drained) implements BodyReading {}

  record TooSlow() implements BodyReading {}

  /** There are too many big ones. */
  record TooBusy() implements BodyReading {}

  /** The place of one request's body among the big ones, taken when it turns out to be big. */
  final class Place implements AutoCloseable {
    private final BigBodies all;
    private final String address;
    private Optional<Runnable> taken = Optional.empty();

    Place(BigBodies all, String address) {
      this.all = all;
      this.address = address;
    }

    /** True when the body may go on growing to this size. */
    boolean holds(long bytes) {
      if (bytes > BigBodies.BIG_BYTES && taken.isEmpty()) {
        taken = all.enter(address);
        return taken.isPresent();
      }
      return true;
    }

    @Override
    public void close() {
      taken.ifPresent(Runnable::run);
    }
  }

  /** How much of a body that is too long is taken and dropped, in multiples of the limit. */
  int DRAIN_FACTOR = 4;

  int CHUNK_BYTES = 8192;

  /**
   * Blocks until the body is there.
   *
   * <p>A body that is too long is read on for a while and dropped: a client that sees its
   * connection reset while it still sends would never read the 413. One that asks first ({@code
   * Expect: 100-continue}) is told at once.
   *
   * @throws IOException when the client has gone or broke the framing
   */
  static BodyReading read(Request request, HttpLimits limits, Place place) throws IOException {
    if (request.getLength() == 0) {
      return new Whole(new byte[0]);
    }
    if (request.getLength() > limits.bodyBytesMax() && asksFirst(request)) {
      return new TooLong(false);
    }
    try (var stream = Content.Source.asInputStream(request)) {
      var chunk = new byte[chunkBytes(request.getLength())];
      return read(stream, chunk, WatchedEndPoint.of(request), limits.bodyBytesMax(), place);
    }
  }

  // Most bodies are short and tell their length, which is -1 for one that does not.
  private static int chunkBytes(long length) {
    return length < 0 ? CHUNK_BYTES : Math.clamp(length, 1, CHUNK_BYTES);
  }

  private static boolean asksFirst(Request request) {
    return request.getHeaders().contains(HttpHeader.EXPECT, "100-continue");
  }

  private static BodyReading read(
      InputStream stream, byte[] chunk, WatchedEndPoint connection, int bytesMax, Place place)
      throws IOException {
    var body = new ByteArrayOutputStream(chunk.length);
    var total = 0L;
    var busy = false;
    for (var n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
      total += n;
      if (connection.late()) {
        return new TooSlow();
      }
      if (total > (long) bytesMax * DRAIN_FACTOR) {
        return new TooLong(false);
      }
      busy |= total <= bytesMax && !place.holds(total);
      if (total <= bytesMax && !busy) {
        body.write(chunk, 0, n);
      } else {
        body.reset();
      }
    }
    if (busy) {
      return new TooBusy();
    }
    return total > bytesMax ? new TooLong(true) : new Whole(body.toByteArray());
  }
}
