package errand.server.wire.device;

import errand.core.app.DeviceJobs;
import errand.core.app.Throttle;
import errand.core.fleet.policy.Action;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.server.wire.device.JobsTopic.Operation;
import errand.server.wire.device.Shapes.Spelling;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestCall;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The device protocol over HTTPS. Source: device-protocol 2.10 to 2.12. */
public final class HttpDevicePlane {
  private static final int OK = 200;

  private static final Logger LOG = LoggerFactory.getLogger(HttpDevicePlane.class);

  private final DeviceCalls calls;

  public HttpDevicePlane(DeviceJobs jobs, Throttle throttle, Set<Quirk> quirks) {
    this.calls = new DeviceCalls(jobs, throttle, Spelling.HTTPS, quirks);
  }

  /** The thing a path is about, when it is one of this plane's. */
  public static Optional<String> thing(List<String> path) {
    boolean ours =
        (path.size() == 3 || path.size() == 4)
            && path.get(0).equals("things")
            && path.get(2).equals("jobs");
    return ours ? Optional.of(path.get(1)) : Optional.empty();
  }

  /** What a call wants to do, in the words of policies; empty when no operation has its form. */
  public static Optional<Action> action(RestCall call) {
    return operation(call)
        .map(
            operation ->
                switch (operation) {
                  case Operation.GetPending() -> Action.GET_PENDING;
                  case Operation.StartNext() -> Action.START_NEXT;
                  case Operation.Describe _ -> Action.DESCRIBE_EXECUTION;
                  case Operation.Update _ -> Action.UPDATE_EXECUTION;
                });
  }

  /** Answers a call; blocks for its transaction. */
  public RestReply answer(RestCall call) {
    Optional<Operation> operation = operation(call);
    Optional<String> thing = thing(call.path());
    if (operation.isEmpty() || thing.isEmpty()) {
      return RestReply.unknownOperation();
    }
    Optional<ThingName> name = ThingName.parse(thing.get());
    if (name.isEmpty()) {
      return invalid("thingName must match [a-zA-Z0-9:_-]+ and have 1 to 128 characters");
    }
    return body(call, operation.get())
        .map(body -> answer(call, name.get(), operation.get(), new RequestBody(body)))
        .orElseGet(
            () ->
                error(
                    Problem.of(
                        DeviceError.INVALID_JSON, "The body must be one JSON object in UTF-8.")));
  }

  private RestReply answer(RestCall call, ThingName thing, Operation operation, RequestBody body) {
    Optional<Namespace> namespace =
        call.parameter("namespaceId").map(Namespace::parse).orElse(Optional.of(Namespace.NONE));
    if (namespace.isEmpty()) {
      return invalid("namespaceId must match [a-zA-Z0-9_-]+");
    }
    try {
      return calls
          .call(thing, namespace.get(), operation, body)
          .fold(HttpDevicePlane::ok, HttpDevicePlane::error);
    } catch (RuntimeException fault) {
      LOG.error("device request failed thing={}", thing, fault);
      return error(Problem.of(DeviceError.INTERNAL_ERROR, "Internal error; please try again."));
    }
  }

  private static Optional<Operation> operation(RestCall call) {
    if (thing(call.path()).isEmpty()) {
      return Optional.empty();
    }
    if (call.path().size() == 3) {
      return call.method().equals("GET")
          ? Optional.of(new Operation.GetPending())
          : Optional.empty();
    }
    String job = call.path().get(3);
    return switch (call.method()) {
      case "GET" -> Optional.of(new Operation.Describe(job));
      case "POST" -> Optional.of(new Operation.Update(job));
      case "PUT" ->
          job.equals(JobsTopic.NEXT) ? Optional.of(new Operation.StartNext()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  // A description takes its options from the query, the others from the body.
  private static Optional<ObjectNode> body(RestCall call, Operation operation) {
    return switch (operation) {
      case Operation.GetPending() -> Optional.of(Json.object());
      case Operation.Describe _ -> Optional.of(options(call));
      case Operation.StartNext _, Operation.Update _ -> Json.parseObject(call.body());
    };
  }

  private static ObjectNode options(RestCall call) {
    ObjectNode node = Json.object();
    call.parameter("executionNumber").ifPresent(text -> node.put("executionNumber", text));
    call.parameter("includeJobDocument").ifPresent(text -> flag(node, text));
    return node;
  }

  private static void flag(ObjectNode node, String text) {
    switch (text) {
      case "true" -> node.put("includeJobDocument", true);
      case "false" -> node.put("includeJobDocument", false);
      default -> node.put("includeJobDocument", text);
    }
  }

  private static RestReply ok(Members members) {
    return new RestReply(OK, Optional.empty(), Json.object(members::to));
  }

  private static RestReply invalid(String message) {
    return error(Problem.of(DeviceError.INVALID_REQUEST, message));
  }

  // No "code" member: some SDKs would take it for the exception's name (device-protocol 2.11).
  private static RestReply error(Problem problem) {
    byte[] body =
        Json.object(
            out -> {
              out.writeStringProperty("message", problem.message());
              problem.state().ifPresent(state -> Shapes.state(out, state));
            });
    DeviceError error = problem.error();
    return new RestReply(error.status(), Optional.of(error.exception()), body);
  }
}
