package errand.server.wire.control;

import errand.core.app.AccountSettings;
import errand.core.fleet.EventSettings;
import errand.core.fleet.EventType;
import errand.core.fleet.Indexing;
import errand.core.fleet.Indexing.OfGroups;
import errand.core.fleet.Indexing.OfThings;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What the account chose: events and indexing. Source: control-plane 8 and 10.3. */
final class AccountOperations {
  private static final String EVENTS = "eventConfigurations";
  private static final Rule EVENT_TYPE = Rule.oneOf(EventType.class);

  private final AccountSettings account;

  AccountOperations(AccountSettings account) {
    this.account = account;
  }

  List<Route> routes() {
    String events = "/event-configurations";
    String indexing = "/indexing/config";
    return List.of(
        Route.of("GET", events, "DescribeEventConfigurations", this::describeEvents),
        Route.of("PATCH", events, "UpdateEventConfigurations", this::updateEvents),
        Route.of("GET", indexing, "GetIndexingConfiguration", this::getIndexing),
        Route.of("POST", indexing, "UpdateIndexingConfiguration", this::updateIndexing));
  }

  private RestReply describeEvents(Request request) {
    return request.checked(() -> RestReply.ok(events(account.events())));
  }

  private static ObjectNode events(EventSettings settings) {
    ObjectNode node = Json.object();
    ObjectNode all = node.putObject(EVENTS);
    for (EventType type : EventType.values()) {
      all.putObject(type.name()).put("Enabled", settings.on(type));
    }
    settings
        .times()
        .ifPresent(
            times ->
                node.put("creationDate", Replies.seconds(times.createdAt()))
                    .put("lastModifiedDate", Replies.seconds(times.changedAt())));
    return node;
  }

  private RestReply updateEvents(Request request) {
    Map<EventType, Boolean> chosen = new EnumMap<>(EventType.class);
    request.body().object(EVENTS).ifPresent(input -> read(input, chosen));
    return request.checked(
        () -> {
          account.choose(chosen);
          return Replies.done();
        });
  }

  private static void read(Input input, Map<EventType, Boolean> chosen) {
    for (String name : input.keys(EVENT_TYPE)) {
      boolean enabled = input.object(name).flatMap(each -> each.flag("Enabled")).orElse(false);
      chosen.put(EventType.valueOf(name), enabled);
    }
  }

  private RestReply getIndexing(Request request) {
    return request.checked(() -> RestReply.ok(IndexingShape.write(account.indexing())));
  }

  private RestReply updateIndexing(Request request) {
    Optional<OfThings> things =
        request.body().object(IndexingShape.THINGS).flatMap(IndexingShape::things);
    Optional<OfGroups> groups =
        request.body().object(IndexingShape.GROUPS).flatMap(IndexingShape::groups);
    return request.checked(
        () -> {
          account.index(before -> changed(before, things, groups));
          return Replies.done();
        });
  }

  // A part that is given replaces that part as a whole; the other stays.
  private static Indexing changed(
      Indexing before, Optional<OfThings> things, Optional<OfGroups> groups) {
    Indexing next = things.map(before::with).orElse(before);
    return groups.map(next::with).orElse(next);
  }
}
