package errand.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes server-sent events, each as soon as it is there. */
final class EventWriting {
  private static final Logger LOG = LoggerFactory.getLogger(EventWriting.class);

  private EventWriting() {}

  /** Blocks until the feed ends or the client has gone. */
  static void write(
      EventStream stream, WatchedEndPoint connection, Response response, Callback callback) {
    response.setStatus(200);
    var headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    stream.headers().lines().forEach(line -> headers.add(line.name(), line.value()));
    headers.put(JettyBridge.REQUEST_ID, UUID.randomUUID().toString());
    try (var feed = stream.feed()) {
      for (var next = feed.next(); next.isPresent(); next = feed.next()) {
        // A client that takes nothing is cut off in time, one that waits for events is not.
        connection.answers();
        Content.Sink.write(response, false, event(next));
        connection.runs();
      }
      connection.answers();
      response.write(true, ByteBuffer.allocate(0), callback);
    } catch (IOException e) {
      LOG.debug("client gone from its events", e);
      callback.failed(e);
    }
  }

  private static ByteBuffer event(Optional<String> data) {
    var text = data.filter(each -> !each.isEmpty()).map(each -> "data: " + each).orElse(":");
    return ByteBuffer.wrap((text + "\n\n").getBytes(StandardCharsets.UTF_8));
  }
}
