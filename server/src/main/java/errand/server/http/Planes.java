package errand.server.http;

import errand.core.app.Throttle;
import errand.core.fleet.policy.Action;
import errand.core.name.ThingName;
import errand.server.identity.AccessKey;
import errand.server.identity.DeviceAccess;
import errand.server.identity.Role;
import errand.server.identity.SigV4;
import errand.server.identity.SigV4Verdict;
import errand.server.wire.control.ControlPlane;
import errand.server.wire.device.HttpDevicePlane;
import errand.server.wire.rest.RestCall;
import errand.server.wire.rest.RestReply;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Both planes on one listener, told apart by the service in the signature's scope, else by a client
 * certificate, which only devices have. Source: control-plane 1.4.
 */
public final class Planes implements HttpHandler {
  private static final String CONTROL = "iot";
  private static final List<String> DEVICE = List.of("iot-jobs-data", "iotdata");

  private final SigV4 signatures;
  private final Throttle throttle;
  private final DeviceAccess access;
  private final ControlPlane control;
  private final HttpDevicePlane device;
  private final String region;

  /** The region is the one in ARNs for callers that sign for none: devices with a certificate. */
  public Planes(
      SigV4 signatures,
      Throttle throttle,
      DeviceAccess access,
      ControlPlane control,
      HttpDevicePlane device,
      String region) {
    this.signatures = signatures;
    this.throttle = throttle;
    this.access = access;
    this.control = control;
    this.device = device;
    this.region = region;
  }

  @Override
  public HttpAnswer handle(HttpRequest request) {
    return switch (signatures.verify(request.signable())) {
      case SigV4Verdict.Refused(var status, var code, var message) ->
          HttpAnswer.error(status, code, message);
      case SigV4Verdict.Signed(var key, var service, var signedRegion) ->
          signed(request, key, service, signedRegion);
      case SigV4Verdict.Unsigned() ->
          request
              .peerCertificate()
              .map(certificate -> byCertificate(request, certificate))
              .orElseGet(Planes::nobody);
    };
  }

  private HttpAnswer signed(
      HttpRequest request, AccessKey key, String service, String signedRegion) {
    if (key.role() == Role.READ_ONLY && !looks(request)) {
      return HttpAnswer.error(
          403, "AccessDeniedException", "Access key " + key.id() + " may only read.");
    }
    if (service.equals(CONTROL)) {
      // 400 here and 429 on the device plane. Source: control-plane 1.2, device-protocol 2.9.
      if (!throttle.admitsControl()) {
        return HttpAnswer.error(400, "ThrottlingException", "Rate exceeded");
      }
      return decoded(request, signedRegion, control::answer);
    }
    if (DEVICE.contains(service)) {
      return decoded(request, signedRegion, device::answer);
    }
    return HttpAnswer.error(
        403,
        "AccessDeniedException",
        "The signature is for service '"
            + service
            + "', which is not served here; use iot or iot-jobs-data.");
  }

  // Some lists are asked for by POST, because what they are about does not fit in a path.
  private static boolean looks(HttpRequest request) {
    return request.method().equals("GET")
        || request.rawPath().equals("/indices/search")
        || request.rawPath().startsWith("/attached-policies/")
        || request.rawPath().startsWith("/policy-targets/");
  }

  private HttpAnswer byCertificate(HttpRequest request, X509Certificate certificate) {
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
    var client =
        DeviceAccess.Client.https(certificate, thing.get().text(), address(request.peer()));
    return access.may(client, action.get(), "thing/" + thing.get())
        ? device.answer(call)
        : forbidden();
  }

  private static String address(Peer peer) {
    return peer.address() instanceof InetSocketAddress internet
        ? internet.getAddress().getHostAddress()
        : "";
  }

  private static RestReply forbidden() {
    return RestReply.error(
        403,
        "ForbiddenException",
        "No policy of the client certificate allows this for this thing.");
  }

  private static HttpAnswer nobody() {
    return HttpAnswer.error(
        403,
        "MissingAuthenticationTokenException",
        "Sign the request (SigV4) or show a client certificate.");
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
