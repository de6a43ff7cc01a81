package errand.server.wire.control;

import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;

/** DescribeEndpoint. Source: control-plane 10.5. */
final class EndpointOperations {
  private static final List<String> TYPES =
      List.of("iot:Data", "iot:Data-ATS", "iot:CredentialProvider", "iot:Jobs");

  private final ControlPlane.Place place;

  EndpointOperations(ControlPlane.Place place) {
    this.place = place;
  }

  List<Route> routes() {
    return List.of(Route.of("GET", "/endpoint", "DescribeEndpoint", this::describe));
  }

  // MQTT clients take a host and add their own port; HTTPS clients need ours (see docs/compat.md).
  private RestReply describe(Request request) {
    String type = request.parameter("endpointType", Rule.oneOf(TYPES)).orElse("iot:Data");
    boolean mqtt = type.startsWith("iot:Data");
    String address = mqtt ? place.host() : place.host() + ":" + place.httpsPort().getAsInt();
    return request.checked(() -> RestReply.ok(Json.object().put("endpointAddress", address)));
  }
}
