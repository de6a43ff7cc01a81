package errand.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been opened, closed in reverse order; one that fails to close does not keep the others.
 */
final class Opened implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  private final Deque<AutoCloseable> rooms = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T room) {
    rooms.push(room);
    return room;
  }

  @Override
  public void close() {
    while (!rooms.isEmpty()) {
      close(rooms.pop());
    }
  }

  private static void close(AutoCloseable room) {
    try {
      room.close();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Exception failure) {
      LOG.warn("did not close cleanly room={}", room.getClass().getSimpleName(), failure);
    }
  }
}
