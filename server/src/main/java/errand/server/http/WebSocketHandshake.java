package errand.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** The request and the answer that turn HTTP into WebSocket. Source: RFC 6455, section 4.2. */
final class WebSocketHandshake {
  static final String PATH = "/mqtt";

  private static final String SUBPROTOCOL = "mqtt";
  private static final String VERSION = "13";
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // the RFC's own
  private static final int KEY_OCTETS = 16;

  private WebSocketHandshake() {}

  /** Whether the request asks for WebSocket, well or badly. */
  static boolean asked(Request request) {
    return PATH.equals(request.getHttpURI().getPath())
        && tokens(request.getHeaders(), "Upgrade").anyMatch("websocket"::equals);
  }

  /** What is wrong with it, as an answer. */
  static Optional<HttpAnswer> objection(Request request) {
    var headers = request.getHeaders();
    if (!request.getMethod().equals("GET")
        || tokens(headers, "Connection").noneMatch("upgrade"::equals)
        || request.getLength() > 0
        || !wellFormedKey(key(headers))) {
      return Optional.of(invalid("The WebSocket handshake is malformed."));
    }
    if (!VERSION.equals(headers.get("Sec-WebSocket-Version"))) {
      return Optional.of(
          HttpAnswer.error(426, "InvalidRequestException", "WebSocket version 13 is served.")
              .with("Sec-WebSocket-Version", VERSION));
    }
    if (tokens(headers, "Sec-WebSocket-Protocol").noneMatch(SUBPROTOCOL::equals)) {
      return Optional.of(invalid("The subprotocol must be mqtt."));
    }
    return Optional.empty();
  }

  private static HttpAnswer invalid(String message) {
    return HttpAnswer.error(400, "InvalidRequestException", message);
  }

  private static Stream<String> tokens(HttpFields headers, String name) {
    return headers.getValuesList(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(token -> token.strip().toLowerCase(Locale.ROOT));
  }

  private static String key(HttpFields headers) {
    return Optional.ofNullable(headers.get("Sec-WebSocket-Key")).orElse("");
  }

  private static boolean wellFormedKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_OCTETS;
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }

  /** Fills in the answer that says yes. */
  static void accept(Request request, HttpFields.Mutable answer) {
    answer.put(HttpHeader.UPGRADE, "websocket");
    answer.put(HttpHeader.CONNECTION, "Upgrade");
    answer.put("Sec-WebSocket-Accept", proof(key(request.getHeaders())));
    answer.put("Sec-WebSocket-Protocol", SUBPROTOCOL);
  }

  private static String proof(String key) {
    try {
      var octets = (key + MAGIC).getBytes(StandardCharsets.ISO_8859_1);
      // SHA-1 by the RFC: it proves that the handshake was read, and protects nothing.
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-1", e);
    }
  }
}
