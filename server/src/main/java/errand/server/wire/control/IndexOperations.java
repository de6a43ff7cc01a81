package errand.server.wire.control;

import errand.core.app.FleetSearch;
import errand.core.fleet.Connectivity;
import errand.core.fleet.Installed;
import errand.core.fleet.query.IndexedThing;
import errand.core.name.ThingName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The fleet index. Source: control-plane 10.3. */
final class IndexOperations {
  static final String INDEX = "AWS_Things";
  static final String QUERY_VERSION = "2017-09-30";

  /** Longest page of a search, and the length when none is asked for [choice]. */
  private static final int PAGE_MAX = 500;

  private static final int PAGE_DEFAULT = 100;

  private final FleetSearch search;

  IndexOperations(FleetSearch search) {
    this.search = search;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/indices/search", "SearchIndex", this::searchIndex),
        Route.of("POST", "/indices/statistics", "GetStatistics", this::statistics),
        Route.of("GET", "/indices", "ListIndices", this::list),
        Route.of("GET", "/indices/{indexName}", "DescribeIndex", this::describe),
        Route.of(
            "POST",
            "/things/{thingName}/connectivity-data",
            "GetThingConnectivityData",
            this::connectivity));
  }

  private RestReply searchIndex(Request request) {
    Optional<String> query = query(request.body());
    int length =
        request.body().whole("maxResults", 1, PAGE_MAX).map(Long::intValue).orElse(PAGE_DEFAULT);
    Optional<String> token = request.body().text("nextToken");
    return request.checked(
        () -> {
          String filter = request.seal(query.orElseThrow());
          return Paging.from(token, filter)
              .fold(
                  after ->
                      Replies.of(
                          search.search(query.get(), after.flatMap(ThingName::parse), length),
                          found -> RestReply.ok(found(found, filter))),
                  Replies::refused);
        });
  }

  private RestReply statistics(Request request) {
    Optional<String> query = query(request.body());
    // The field whose values would be summed up; its presence alone decides what is counted.
    Optional<String> field = request.body().text("aggregationField", Rule.length(1, 1_000));
    return request.checked(
        () ->
            field.isPresent()
                ? Replies.invalid("Only things are counted here: leave aggregationField out.")
                : Replies.of(
                    search.count(query.orElseThrow()),
                    count -> {
                      ObjectNode node = Json.object();
                      node.putObject("statistics").put("count", count);
                      return RestReply.ok(node);
                    }));
  }

  private static Optional<String> query(Input body) {
    readIndex(body);
    return body.requiredText("queryString", Rule.length(1, Integer.MAX_VALUE));
  }

  /** There is one index, and one version of the language. */
  static void readIndex(Input body) {
    body.text("indexName", Rule.oneOf(List.of(INDEX)));
    body.text("queryVersion", Rule.oneOf(List.of(QUERY_VERSION)));
  }

  private RestReply list(Request request) {
    ObjectNode node = Json.object();
    node.putArray("indexNames").add(INDEX);
    return request.checked(() -> RestReply.ok(node));
  }

  private RestReply describe(Request request) {
    String name = request.variable(0);
    return INDEX.equals(name)
        ? RestReply.ok(
            Json.object()
                .put("indexName", INDEX)
                .put("indexStatus", "ACTIVE")
                .put("schema", "REGISTRY_AND_CONNECTIVITY_STATUS"))
        : RestReply.error(404, "ResourceNotFoundException", "Index " + name + " not found.");
  }

  private RestReply connectivity(Request request) {
    Optional<ThingName> name = request.thingName(0);
    return request.checked(
        () ->
            Replies.of(
                search.connectivity(name.orElseThrow()),
                found -> RestReply.ok(connectivity(name.get(), found))));
  }

  private static ObjectNode connectivity(ThingName name, Connectivity found) {
    ObjectNode node =
        Json.object()
            .put("thingName", name.text())
            .put("connected", found.connected())
            .put("timestamp", Replies.seconds(found.since()));
    found.reason().ifPresent(reason -> node.put("disconnectReason", reason.name()));
    return node;
  }

  private static ObjectNode found(FleetSearch.Found found, String filter) {
    ObjectNode node = Json.object();
    ArrayNode things = node.putArray("things");
    found.things().forEach(each -> document(things.addObject(), each));
    found.next().ifPresent(next -> node.put("nextToken", PageToken.of(filter, next.text())));
    return node;
  }

  // A text in a text, as the service has it.
  private static ObjectNode packages(IndexedThing thing) {
    ObjectNode shadow = Json.object();
    ObjectNode reported = shadow.putObject("name").putObject("$package").putObject("reported");
    for (Installed each : thing.installed()) {
      ObjectNode one = reported.putObject(each.name().text());
      one.put("version", each.version().text());
      ObjectNode attributes = one.putObject("attributes");
      each.attributes().forEach(attributes::put);
    }
    return shadow;
  }

  private static void document(ObjectNode node, IndexedThing each) {
    node.put("thingName", each.thing().name().text());
    node.put("thingId", each.thing().id().toString());
    each.thing().typeName().ifPresent(type -> node.put("thingTypeName", type));
    ArrayNode groups = node.putArray("thingGroupNames");
    each.groups().forEach(group -> groups.add(group.text()));
    ObjectNode attributes = node.putObject("attributes");
    each.thing().attributes().forEach(attributes::put);
    if (!each.installed().isEmpty()) {
      node.put("shadow", Json.text(packages(each)));
    }
    ObjectNode connectivity = node.putObject("connectivity");
    connectivity.put("connected", each.connectivity().map(Connectivity::connected).orElse(false));
    each.connectivity()
        .ifPresent(
            known -> {
              // Milliseconds here, unlike every other instant of this plane.
              connectivity.put("timestamp", known.since().toEpochMilli());
              known.reason().ifPresent(why -> connectivity.put("disconnectReason", why.name()));
            });
  }
}
