package errand.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns Jetty's requests into ours and our answers into Jetty's. Runs on virtual threads. */
final class JettyBridge extends Handler.Abstract {
  static final String REQUEST_ID = "x-amzn-RequestId";

  private static final Logger LOG = LoggerFactory.getLogger(JettyBridge.class);

  private static final byte[] NO_BODY = {};
  private static final Optional<HttpAnswer> NO_OBJECTION = Optional.empty();

  private final HttpHandler handler;
  private final Optional<MqttUpgrades> upgrades;
  private final HttpLimits limits;
  private final BigBodies bigBodies;
  private final Set<LineConnection> lines;
  private final Streams streams;

  JettyBridge(
      HttpHandler handler,
      Streams streams,
      Optional<MqttUpgrades> upgrades,
      HttpLimits limits,
      Set<LineConnection> lines) {
    this.handler = handler;
    this.streams = streams;
    this.upgrades = upgrades;
    this.limits = limits;
    this.bigBodies = new BigBodies(limits);
    this.lines = lines;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var connection = WatchedEndPoint.of(request);
    Request.addCompletionListener(request, _ -> connection.rests());
    if (upgrades.isPresent() && WebSocketHandshake.asked(request)) {
      connection.answers();
      upgrade(upgrades.get(), request, response, callback);
      return true;
    }
    // Once: the longer half of the work that a short request is.
    var head = head(request);
    if (head.isPresent() && streamed(request)) {
      new StreamBridge(streams).handle(head.get(), request, response, callback);
      return true;
    }
    var objection = request.getLength() == 0 ? NO_OBJECTION : head.flatMap(this::objection);
    if (objection.isPresent()) {
      connection.answers();
      write(closing(objection.get()), response, callback);
      return true;
    }
    try (var place = new BodyReading.Place(bigBodies, address(request))) {
      connection.readsBody();
      var body = BodyReading.read(request, limits, place);
      connection.runs();
      switch (answer(head, body)) {
        case HttpAnswer answer -> {
          connection.answers();
          write(answer, response, callback);
        }
        case EventStream stream -> EventWriting.write(stream, connection, response, callback);
      }
    } catch (IOException e) {
      unreadable(e, request, response, callback);
    }
    return true;
  }

  /** Whether a request fails whatever its body holds: then nobody waits for the body. */
  private Optional<HttpAnswer> objection(HttpRequest head) {
    try {
      return handler.objection(head);
    } catch (RuntimeException e) {
      LOG.error("looking at a head failed method={}", head.method(), e);
      return Optional.of(JsonErrors.answer(500));
    }
  }

  private static String address(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress()
                instanceof InetSocketAddress from
            && from.getAddress() != null
        ? from.getAddress().getHostAddress()
        : "";
  }

  private boolean streamed(Request request) {
    var authorization =
        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION)).orElse("");
    var query = Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
    return streams.takes(authorization, query);
  }

  private void upgrade(
      MqttUpgrades upgrades, Request request, Response response, Callback callback) {
    var objection =
        wellFormed(request)
            ? WebSocketHandshake.objection(request)
            : Optional.of(JsonErrors.answer(400));
    if (objection.isPresent()) {
      write(closing(objection.get()), response, callback);
      return;
    }
    switch (upgrades.webSocket(read(request))) {
      case MqttUpgrades.Reception.Refused(var answer) -> write(closing(answer), response, callback);
      case MqttUpgrades.Reception.Welcome(var user) -> {
        response.setStatus(101);
        WebSocketHandshake.accept(request, response.getHeaders());
        var connection = request.getConnectionMetaData();
        request.setAttribute(
            HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
            new LineConnection(
                connection.getConnection().getEndPoint(),
                connection.getConnector().getExecutor(),
                lines,
                user));
        callback.succeeded();
      }
    }
  }

  private HttpReply answer(Optional<HttpRequest> head, BodyReading reading) {
    return switch (reading) {
      case BodyReading.Whole(var body) ->
          head.<HttpReply>map(each -> guarded(each.with(body)))
              .orElseGet(() -> JsonErrors.answer(400));
      case BodyReading.TooBusy() -> JsonErrors.answer(503);
      case BodyReading.TooSlow() -> closing(JsonErrors.answer(408));
      case BodyReading.TooLong(var drained) ->
          drained ? JsonErrors.answer(413) : closing(JsonErrors.answer(413));
    };
  }

  /** The same answer, which tells that the connection ends with it. */
  static HttpAnswer closing(HttpAnswer answer) {
    return answer.with("Connection", "close");
  }

  /** A request without its body; empty when it is not well formed. */
  private static Optional<HttpRequest> head(Request request) {
    return wellFormed(request) ? Optional.of(read(request)) : Optional.empty();
  }

  private static boolean wellFormed(Request request) {
    var uri = request.getHttpURI();
    return printable(Optional.ofNullable(uri.getPath()).orElse(""))
        && printable(Optional.ofNullable(uri.getQuery()).orElse(""))
        && uri.getFragment() == null;
  }

  private static HttpRequest read(Request request) {
    var uri = request.getHttpURI();
    return new HttpRequest(
        request.getMethod(),
        Optional.ofNullable(uri.getPath()).orElse(""),
        Optional.ofNullable(uri.getQuery()).orElse(""),
        headers(request),
        NO_BODY,
        peer(request));
  }

  /** Whether a URI holds what RFC 3986 lets it hold: what else comes was never meant as one. */
  private static boolean printable(String text) {
    return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  private static Headers headers(Request request) {
    var lines = new ArrayList<Header>(request.getHeaders().size());
    for (var field : request.getHeaders()) {
      lines.add(new Header(field.getName(), Optional.ofNullable(field.getValue()).orElse("")));
    }
    return new Headers(lines);
  }

  private static Peer peer(Request request) {
    var connection = request.getConnectionMetaData();
    var certificate = LineConnection.certificate(connection.getConnection().getEndPoint());
    return new Peer(connection.getRemoteSocketAddress(), certificate, connection.isSecure());
  }

  private HttpReply guarded(HttpRequest request) {
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
