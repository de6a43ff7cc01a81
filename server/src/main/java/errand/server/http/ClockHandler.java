package errand.server.http;

import errand.server.wire.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and moves the server's time, in development mode with a manual clock only: {@code GET}
 * tells it, {@code POST} takes one of {@code {"set": instant}}, {@code {"advance": ISO duration}}
 * and {@code {"jump": true}}, which goes to the next due instant. Not signed: the plain port is on
 * loopback, and {@link HomeCalls} keeps web pages out.
 */
public final class ClockHandler implements HttpHandler {
  /** No thing, job or group can have a path that begins so. */
  public static final String PATH = "/_errand/clock";

  private final Travel travel;
  private final HttpHandler next;

  public ClockHandler(Travel travel, HttpHandler next) {
    this.travel = travel;
    this.next = next;
  }

  @Override
  public Optional<HttpAnswer> objection(HttpRequest head) {
    return head.rawPath().equals(PATH) && !head.secure() ? Optional.empty() : next.objection(head);
  }

  @Override
  public HttpReply handle(HttpRequest request) {
    if (!request.rawPath().equals(PATH) || request.secure()) {
      return next.handle(request);
    }
    return switch (request.method()) {
      case "GET" -> told();
      case "POST" ->
          Json.parseObject(request.body())
              .flatMap(this::target)
              .map(this::moved)
              .orElseGet(ClockHandler::wrong);
      default -> wrong();
    };
  }

  private HttpAnswer moved(Instant target) {
    if (target.isBefore(travel.now())) {
      return HttpAnswer.error(
          400, "InvalidRequestException", "Time is " + travel.now() + " and does not go back.");
    }
    travel.moveTo(target);
    return told();
  }

  private HttpAnswer told() {
    ObjectNode node = Json.object().put("now", travel.now().toString());
    travel.nextDue().ifPresent(at -> node.put("nextDue", at.toString()));
    return HttpAnswer.json(200, Json.bytes(node));
  }

  private Optional<Instant> target(ObjectNode body) {
    try {
      if (body.path("set").isString()) {
        return Optional.of(Instant.parse(body.path("set").stringValue()));
      }
      if (body.path("advance").isString()) {
        var by = Duration.parse(body.path("advance").stringValue());
        return Optional.of(travel.now().plus(by));
      }
    } catch (DateTimeException | ArithmeticException notATime) {
      return Optional.empty();
    }
    return body.path("jump").isBoolean() && body.path("jump").booleanValue()
        ? Optional.of(travel.nextDue().orElseGet(travel::now))
        : Optional.empty();
  }

  private static HttpAnswer wrong() {
    return HttpAnswer.error(
        400,
        "InvalidRequestException",
        "GET tells the time; POST {\"set\":\"2027-01-01T00:00:00Z\"}, {\"advance\":\"PT1H\"} or"
            + " {\"jump\":true} moves it.");
  }
}
