package errand.server.wire.control;

import errand.core.name.ThingName;
import errand.server.wire.device.Traffic;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What passes on the jobs topics of one thing, an extension. Asking begins the watching. */
final class TrafficOperations {
  private final Traffic traffic;

  TrafficOperations(Traffic traffic) {
    this.traffic = traffic;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/_errand/things/{thingName}/traffic", "GetThingTraffic", this::get));
  }

  private RestReply get(Request request) {
    Optional<ThingName> thing = request.thingName(0);
    return request.checked(
        () -> {
          ObjectNode node = Json.object();
          ArrayNode list = node.putArray("messages");
          traffic.watch(thing.orElseThrow()).forEach(line -> write(list.addObject(), line));
          return RestReply.ok(node);
        });
  }

  private static void write(ObjectNode node, Traffic.Line line) {
    node.put("at", Replies.seconds(line.at()))
        .put("from", line.fromDevice() ? "DEVICE" : "SERVER")
        .put("topic", line.topic())
        .put("payload", line.text())
        .put("bytes", line.bytes());
  }
}
