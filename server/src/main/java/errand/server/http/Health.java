package errand.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Answers whether the server serves, to anybody, and hands everything else on. */
public final class Health implements HttpHandler {
  /** No thing, job or group can have a path that begins so. */
  public static final String PATH = "/_errand/health";

  private static final byte[] OK = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);

  private final HttpHandler next;

  public Health(HttpHandler next) {
    this.next = next;
  }

  @Override
  public Optional<HttpAnswer> objection(HttpRequest head) {
    return head.rawPath().equals(PATH) ? Optional.empty() : next.objection(head);
  }

  @Override
  public HttpReply handle(HttpRequest request) {
    return request.rawPath().equals(PATH) && request.method().equals("GET")
        ? HttpAnswer.json(200, OK)
        : next.handle(request);
  }
}
