package errand.server.http;

import errand.core.app.Audit;
import errand.core.app.Deed;
import errand.core.app.Throttle;
import errand.core.audit.Actor;
import errand.core.audit.Outcome;
import errand.core.fleet.policy.Action;
import errand.core.name.ThingName;
import errand.server.identity.AccessKey;
import errand.server.identity.DeviceAccess;
import errand.server.identity.Role;
import errand.server.identity.SigV4Verdict;
import errand.server.wire.control.ControlPlane;
import errand.server.wire.device.HttpDevicePlane;
import errand.server.wire.rest.RestCall;
import errand.server.wire.rest.RestReply;
import java.security.cert.X509Certificate;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Both planes of one account on one listener, told apart by the service in the signature's scope;
 * who comes with a client certificate is a device. Source: control-plane 1.4.
 */
public final class Planes {
  private static final String AUTHENTICATE = "Authenticate";
  private static final String CONSOLE = "SignInToConsole";
  private static final String DENIED = "AccessDeniedException";
  private static final String CONTROL = "iot";
  private static final List<String> DEVICE = List.of("iot-jobs-data", "iotdata");

  private final Throttle throttle;
  private final DeviceAccess access;
  private final ControlPlane control;
  private final HttpDevicePlane device;
  private final String region;
  private final Audit audit;

  /** The region is the one in ARNs for callers that sign for none: devices with a certificate. */
  public Planes(
      Throttle throttle,
      DeviceAccess access,
      ControlPlane control,
      HttpDevicePlane device,
      String region,
      Audit audit) {
    this.throttle = throttle;
    this.access = access;
    this.control = control;
    this.device = device;
    this.region = region;
    this.audit = audit;
  }

  /** Answers a request with a signature that does not hold. */
  // The path is the stranger's to choose, so it is left out: alike attempts are counted as one.
  HttpAnswer notSigned(HttpRequest request, String claimedKey, SigV4Verdict.Refused why) {
    var actor = Actor.nobody(claimedKey, request.peer().host());
    audit.tried(actor, AUTHENTICATE, List.of(), Outcome.REFUSED, why.code());
    return HttpAnswer.error(why.status(), why.code(), why.message());
  }

  /** Carries out an operation of the control plane for an operator who has signed in elsewhere. */
  public HttpAnswer operate(HttpRequest request, AccessKey key) {
    return signed(request, new SigV4Verdict.Signed(key, CONTROL, region));
  }

  /** Writes down that somebody has signed in to the console. */
  public void signedIn(HttpRequest request, AccessKey key) {
    var actor = new Actor(Actor.Kind.KEY, key.id(), request.peer().host());
    audit.tried(actor, CONSOLE, List.of(), Outcome.DONE, "");
  }

  /** Writes down that somebody was not let in to the console. */
  public void turnedAway(HttpRequest request, String claimedKey) {
    var actor = Actor.nobody(claimedKey, request.peer().host());
    audit.tried(actor, CONSOLE, List.of(), Outcome.REFUSED, DENIED);
  }

  /** Answers a request that a key of the account has signed. */
  HttpAnswer signed(HttpRequest request, SigV4Verdict.Signed signed) {
    var actor = new Actor(Actor.Kind.KEY, signed.key().id(), request.peer().host());
    return Deed.by(actor, () -> signed(request, signed, actor));
  }

  private HttpAnswer signed(HttpRequest request, SigV4Verdict.Signed signed, Actor actor) {
    AccessKey key = signed.key();
    String service = signed.service();
    if (service.equals(CONTROL)) {
      // 400 here and 429 on the device plane. Source: control-plane 1.2, device-protocol 2.9.
      if (!throttle.admitsControl()) {
        return HttpAnswer.error(400, "ThrottlingException", "Rate exceeded");
      }
      return decoded(request, signed.region(), call -> asRole(key.role(), call, actor));
    }
    if (DEVICE.contains(service)) {
      if (key.role() == Role.READ_ONLY && !request.method().equals("GET")) {
        audit.tried(actor, request.method(), List.of(), Outcome.REFUSED, DENIED);
        return HttpAnswer.error(403, DENIED, "The access key's role read-only does not allow it.");
      }
      return decoded(request, signed.region(), device::answer);
    }
    return HttpAnswer.error(
        403,
        DENIED,
        "The signature is for service '"
            + service
            + "', which is not served here; use iot or iot-jobs-data.");
  }

  private RestReply asRole(Role role, RestCall call, Actor actor) {
    Optional<ControlPlane.Operation> denied =
        control.operation(call).filter(operation -> !role.may(operation.name(), operation.looks()));
    denied.ifPresent(
        operation -> audit.tried(actor, operation.name(), List.of(), Outcome.REFUSED, DENIED));
    return denied
        .map(
            operation ->
                RestReply.error(
                    403,
                    DENIED,
                    "The access key's role "
                        + role.text()
                        + " does not allow "
                        + operation.name()
                        + "."))
        .orElseGet(() -> control.answer(call));
  }

  /** Answers a request of a device. */
  HttpAnswer byCertificate(HttpRequest request, X509Certificate certificate) {
    return decoded(request, region, call -> byCertificate(request, certificate, call));
  }

  private RestReply byCertificate(HttpRequest request, X509Certificate certificate, RestCall call) {
    Optional<ThingName> thing = HttpDevicePlane.thing(call.path()).flatMap(ThingName::parse);
    if (thing.isEmpty()) {
      return forbidden();
    }
    Optional<Action> action = HttpDevicePlane.action(call);
    if (action.isEmpty()) {
      return RestReply.unknownOperation();
    }
    var client = DeviceAccess.Client.https(certificate, thing.get().text(), request.peer().host());
    return access.mayOnce(client, action.get(), "thing/" + thing.get())
        ? device.answer(call)
        : forbidden();
  }

  private static RestReply forbidden() {
    return RestReply.error(
        403,
        "ForbiddenException",
        "No policy of the client certificate allows this for this thing.");
  }

  /** Carries out a call that has been let in. */
  private interface Plane {
    RestReply answer(RestCall call);
  }

  private static HttpAnswer decoded(HttpRequest request, String region, Plane plane) {
    return switch (request.pathSegments()) {
      case Decoded.Malformed<List<String>>(var why) -> malformed(why);
      case Decoded.Clean<List<String>>(var path) ->
          switch (request.query()) {
            case Decoded.Malformed<List<QueryParameter>>(var why) -> malformed(why);
            case Decoded.Clean<List<QueryParameter>>(var query) ->
                answer(plane.answer(call(request, path, query, region)));
          };
    };
  }

  private static HttpAnswer malformed(String why) {
    return HttpAnswer.error(400, "InvalidRequestException", why);
  }

  private static RestCall call(
      HttpRequest request, List<String> path, List<QueryParameter> query, String region) {
    List<Map.Entry<String, String>> pairs =
        query.stream()
            .map(
                each ->
                    (Map.Entry<String, String>)
                        new SimpleImmutableEntry<>(each.name(), each.value()))
            .toList();
    var headers = new HashMap<String, String>();
    request
        .headers()
        .byLowerCaseName()
        .forEach((name, values) -> headers.put(name, values.getFirst()));
    return new RestCall(request.method(), path, pairs, headers, request.body(), region);
  }

  private static HttpAnswer answer(RestReply reply) {
    HttpAnswer answer = HttpAnswer.json(reply.status(), reply.body());
    Optional<String> type = reply.errorType();
    return type.isPresent() ? answer.with(HttpAnswer.ERROR_TYPE, type.get()) : answer;
  }
}
