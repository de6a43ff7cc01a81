package errand.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries long bodies between Jetty and {@link Streams}, with one buffer of memory each way. */
final class StreamBridge {
  private static final int BUFFER_BYTES = 128 * 1024;

  /** How much of a body that nobody wanted is taken and dropped. */
  private static final long DRAIN_BYTES_MAX = 8L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(StreamBridge.class);

  private final Streams streams;

  StreamBridge(Streams streams) {
    this.streams = streams;
  }

  void handle(HttpRequest head, Request request, Response response, Callback callback) {
    var connection = WatchedEndPoint.of(request);
    // Never closed: closing before the end would fail the exchange that is still to be answered.
    var body = new GuardedBody(Content.Source.asInputStream(request), connection);
    try {
      var answer = answer(head, body);
      if (!body.ended() && request.getLength() != 0 && !drained(request, body)) {
        answer = answer.with("Connection", "close");
      }
      write(answer, request, response, connection);
      callback.succeeded();
    } catch (IOException gone) {
      LOG.debug("client gone uri={}", request.getHttpURI(), gone);
      callback.failed(gone);
    }
  }

  private static boolean drained(Request request, GuardedBody body) {
    try {
      return !request.getHeaders().contains(HttpHeader.EXPECT, "100-continue")
          && body.drained(DRAIN_BYTES_MAX);
    } catch (IOException gone) {
      return false;
    }
  }

  private StreamedAnswer answer(HttpRequest head, GuardedBody body) {
    try {
      return streams.answer(head, body);
    } catch (RuntimeException | StackOverflowError bug) {
      LOG.error("handler failed method={} path={}", head.method(), head.rawPath(), bug);
      return new StreamedAnswer(
          500, Headers.NONE, new StreamedAnswer.Content.Bytes(JsonErrors.answer(500).body()));
    }
  }

  private static void write(
      StreamedAnswer answer, Request request, Response response, WatchedEndPoint connection)
      throws IOException {
    response.setStatus(answer.status());
    var headers = response.getHeaders();
    answer.headers().lines().forEach(line -> headers.add(line.name(), line.value()));
    headers.put(JettyBridge.REQUEST_ID, UUID.randomUUID().toString());
    if (answer.status() != 204 && answer.status() != 304) {
      headers.put(HttpHeader.CONTENT_LENGTH, answer.content().length());
    }
    RetainableByteBuffer pooled =
        request.getComponents().getByteBufferPool().acquire(BUFFER_BYTES, true);
    try {
      ByteBuffer buffer = pooled.getByteBuffer();
      answer.writeTo(
          (piece, last) -> {
            // The client has the answer's time anew for each piece.
            connection.answers();
            try (Blocker.Callback written = Blocker.callback()) {
              response.write(last, piece, written);
              written.block();
            }
          },
          buffer);
    } finally {
      pooled.release();
    }
  }
}
