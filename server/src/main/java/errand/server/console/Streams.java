package errand.server.console;

import errand.server.http.EventStream;
import errand.server.http.HttpAnswer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The open streams; a bounded number, as each asks the store once a second. */
final class Streams {
  static final int STREAMS_MAX = 200;
  static final int WATCHED_MAX = 8;

  private final CountDownLatch closed;
  private final Semaphore room = new Semaphore(STREAMS_MAX);

  Streams(CountDownLatch closed) {
    this.closed = closed;
  }

  /**
   * A feed of what these operations answer, or absent when there is no room for it.
   *
   * @param look asks one operation; absent when the watcher has been signed out
   */
  Optional<EventStream.Feed> open(
      List<String> watched, Function<String, Optional<HttpAnswer>> look) {
    boolean fits = !watched.isEmpty() && watched.size() <= WATCHED_MAX;
    return fits && room.tryAcquire()
        ? Optional.of(new PageFeed(watched, look, closed, room::release))
        : Optional.empty();
  }
}
