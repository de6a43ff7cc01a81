package errand.server.http;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * A complete answer.
 *
 * <p>One that goes on for long is an {@link EventStream}.
 *
 * @param status 200 to 599
 * @param headers besides those every answer gets: {@code x-amzn-RequestId}, {@code Date}, {@code
 *     Content-Length} and, unless given here, {@code Content-Type: application/json} for a body
 * @param body not copied; nobody may change it
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are big, short-lived and never compared
public record HttpAnswer(int status, Headers headers, byte[] body) implements HttpReply {
  static final String ERROR_TYPE = "x-amzn-ErrorType";

  public HttpAnswer {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("not a final status: " + status);
    }
  }

  /** JSON, already encoded. */
  public static HttpAnswer json(int status, byte[] body) {
    return new HttpAnswer(status, Headers.NONE, body);
  }

  /** No body. */
  public static HttpAnswer empty(int status) {
    return new HttpAnswer(status, Headers.NONE, new byte[0]);
  }

  /** AWS's form of an error. Source: control-plane 1.2. */
  public static HttpAnswer error(int status, String errorType, String message) {
    var text =
        "{\"message\":\""
            + new String(JsonStringEncoder.getInstance().quoteAsCharArray(message))
            + "\"}";
    var body = text.getBytes(StandardCharsets.UTF_8);
    return new HttpAnswer(status, Headers.of(ERROR_TYPE, errorType), body);
  }

  /** This answer with one more header. */
  public HttpAnswer with(String name, String value) {
    return new HttpAnswer(status, headers.and(name, value), body);
  }
}
