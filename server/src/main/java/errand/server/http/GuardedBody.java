package errand.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A long body. Its client has the body's time anew for each {@value #STEP_BYTES} bytes: a slow line
 * is served for as long as it takes, one that dribbles is not.
 */
final class GuardedBody extends FilterInputStream {
  private static final int STEP_BYTES = 64 * 1024;

  private final WatchedEndPoint connection;
  private long step;
  private boolean ended;

  GuardedBody(InputStream body, WatchedEndPoint connection) {
    super(body);
    this.connection = connection;
    connection.readsBody();
  }

  boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    if (count < 0) {
      ended = true;
      return count;
    }
    if (connection.late()) {
      throw new IOException("too slow while sending a body");
    }
    step += count;
    if (step >= STEP_BYTES) {
      step = 0;
      connection.readsBody();
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return read(new byte[(int) Math.min(count, 8192)]);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Takes what is left, up to a limit, so that a client that still sends can read its answer. */
  boolean drained(long bytesMax) throws IOException {
    byte[] dropped = new byte[8192];
    for (long taken = 0; !ended && taken < bytesMax; ) {
      int count = read(dropped, 0, dropped.length);
      taken += Math.max(0, count);
    }
    return ended;
  }
}
