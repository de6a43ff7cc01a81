package errand.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns Jetty's requests into ours and our answers into Jetty's. Runs on virtual threads. */
final class JettyBridge extends Handler.Abstract {
  static final String REQUEST_ID = "x-amzn-RequestId";

  private static final Logger LOG = LoggerFactory.getLogger(JettyBridge.class);

  private final HttpHandler handler;
  private final HttpLimits limits;

  JettyBridge(HttpHandler handler, HttpLimits limits) {
    this.handler = handler;
    this.limits = limits;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var connection = WatchedEndPoint.of(request);
    Request.addCompletionListener(request, _ -> connection.rests());
    try {
      connection.readsBody();
      var body = BodyReading.read(request, limits);
      connection.runs();
      var answer = answer(request, body);
      connection.answers();
      write(answer, response, callback);
    } catch (IOException e) {
      unreadable(e, request, response, callback);
    }
    return true;
  }

  private HttpAnswer answer(Request request, BodyReading reading) {
    return switch (reading) {
      case BodyReading.Whole(var body) -> answer(request, body);
      case BodyReading.TooSlow() -> closing(JsonErrors.answer(408));
      case BodyReading.TooLong(var drained) ->
          drained ? JsonErrors.answer(413) : closing(JsonErrors.answer(413));
    };
  }

  private static HttpAnswer closing(HttpAnswer answer) {
    return answer.with("Connection", "close");
  }

  private HttpAnswer answer(Request request, byte[] body) {
    var uri = request.getHttpURI();
    var path = Optional.ofNullable(uri.getPath()).orElse("");
    var query = Optional.ofNullable(uri.getQuery()).orElse("");
    if (!printable(path) || !printable(query) || uri.getFragment() != null) {
      return JsonErrors.answer(400);
    }
    var read =
        new HttpRequest(request.getMethod(), path, query, headers(request), body, peer(request));
    return guarded(read);
  }

  /** Whether a URI holds what RFC 3986 lets it hold: what else comes was never meant as one. */
  private static boolean printable(String text) {
    return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  private static Headers headers(Request request) {
    return new Headers(
        request.getHeaders().stream()
            .map(
                field ->
                    new Header(field.getName(), Optional.ofNullable(field.getValue()).orElse("")))
            .toList());
  }

  private static Peer peer(Request request) {
    var connection = request.getConnectionMetaData();
    var certificate =
        Optional.ofNullable(connection.getConnection().getEndPoint().getSslSessionData())
            .map(EndPoint.SslSessionData::peerCertificates)
            .flatMap(chain -> Arrays.stream(chain).findFirst());
    return new Peer(connection.getRemoteSocketAddress(), certificate, connection.isSecure());
  }

  private HttpAnswer guarded(HttpRequest request) {
    try {
      return handler.handle(request);
    } catch (RuntimeException | StackOverflowError e) {
      // A bug, or a port that failed: this is the edge where it becomes an answer.
      LOG.error("handler failed method={} path={}", request.method(), request.rawPath(), e);
      return JsonErrors.answer(500);
    }
  }

  /** The one place that writes answers. */
  static void write(HttpAnswer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    var headers = response.getHeaders();
    if (answer.body().length > 0) {
      headers.put(HttpHeader.CONTENT_TYPE, "application/json");
    }
    for (var line : answer.headers().lines()) {
      if (line.name().equalsIgnoreCase("Content-Type")) {
        headers.put(line.name(), line.value());
      } else {
        headers.add(line.name(), line.value());
      }
    }
    headers.put(REQUEST_ID, UUID.randomUUID().toString());
    headers.put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }

  private static void unreadable(
      IOException e, Request request, Response response, Callback callback) {
    switch (e) {
      case HttpException broken ->
          write(closing(JsonErrors.answer(broken.getCode())), response, callback);
      case IOException silent when silent.getCause() instanceof TimeoutException ->
          write(closing(JsonErrors.answer(408)), response, callback);
      default -> {
        LOG.debug("client gone uri={}", request.getHttpURI(), e);
        callback.failed(e); // nobody is left to answer
      }
    }
  }
}
