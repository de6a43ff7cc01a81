package errand.server.http;

import java.util.Optional;

/**
 * An answer that goes on for as long as there are events: server-sent events, each with JSON for
 * its data.
 *
 * @param headers besides {@code Content-Type: text/event-stream} and {@code Cache-Control}
 */
public record EventStream(Headers headers, Feed feed) implements HttpReply {

  /** Where the events come from. Used by one thread; closed when the client or the feed ends it. */
  public interface Feed extends AutoCloseable {
    /**
     * Blocks until there is something to send: the data of one event, in one line, or an empty text
     * that only shows whether the client is still there. At least every half minute, or the
     * connection is taken for idle. Absent at the end.
     */
    Optional<String> next();

    @Override
    void close();
  }
}
