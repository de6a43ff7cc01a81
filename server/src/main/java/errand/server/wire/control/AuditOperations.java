package errand.server.wire.control;

import errand.core.app.Audit;
import errand.core.app.AuditRows.Filter;
import errand.core.app.AuditRows.Numbered;
import errand.core.app.AuditRows.Window;
import errand.core.app.Page;
import errand.core.audit.AuditEntry;
import errand.core.audit.Outcome;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * ListAuditEntries, an extension: who did what to which resource, when, from where, and how it
 * ended; newest first unless {@code isAscendingOrder=true}.
 */
final class AuditOperations {
  private static final String OPERATION = "ListAuditEntries";
  private static final Rule TEXT = Rule.length(1, 512);

  private final Audit audit;

  AuditOperations(Audit audit) {
    this.audit = audit;
  }

  List<Route> routes() {
    return List.of(Route.of("GET", "/_errand/audit", OPERATION, this::list));
  }

  private RestReply list(Request request) {
    Optional<Instant> from = instant(request, "from");
    Optional<Instant> until = instant(request, "until");
    var filter =
        new Filter(
            from,
            until,
            request.parameter("actor", TEXT),
            request.parameter("resource", TEXT).map(Subjects::behindAccount),
            request.parameter("action", TEXT),
            request.oneOf("outcome", Outcome.class));
    boolean ascending = request.flag("isAscendingOrder");
    request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        unreadable(request, "from", from).or(() -> unreadable(request, "until", until)),
        () -> list(request, filter, ascending, token));
  }

  private RestReply list(
      Request request, Filter filter, boolean ascending, Optional<String> token) {
    int length = request.pageLength();
    String sealed = request.seal(filter, ascending);
    return Paging.from(token, sealed, Long::parseLong)
        .fold(
            after -> {
              var window = new Window(filter, after, ascending, length);
              Page<Numbered> page = audit.list(window);
              ObjectNode node = Json.object();
              ArrayNode all = node.putArray("auditEntries");
              page.items().forEach(each -> write(all.addObject(), each));
              Paging.next(node, page, sealed, each -> Long.toString(each.number()));
              return RestReply.ok(node);
            },
            Replies::refused);
  }

  private static Optional<Instant> instant(Request request, String name) {
    return request.parameter(name).flatMap(AuditOperations::instant);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          text.matches("[0-9]{1,11}")
              ? Instant.ofEpochSecond(Long.parseLong(text))
              : Instant.parse(text));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private static Optional<String> unreadable(Request request, String name, Optional<Instant> read) {
    return request.parameter(name).isPresent() && read.isEmpty()
        ? Optional.of(name + " must be an instant such as 2027-01-31T08:00:00Z, or epoch seconds.")
        : Optional.empty();
  }

  private static void write(ObjectNode node, Numbered numbered) {
    AuditEntry entry = numbered.entry();
    node.put("number", numbered.number()).put("at", entry.at().toString());
    node.putObject("actor")
        .put("kind", entry.actor().kind().name())
        .put("id", entry.actor().id())
        .put("address", entry.actor().address());
    node.put("action", entry.action());
    ArrayNode resources = node.putArray("resources");
    entry.resources().forEach(resources::add);
    node.put("outcome", entry.outcome().name());
    if (!entry.code().isEmpty()) {
      node.put("code", entry.code());
    }
    node.put("times", entry.times());
  }
}
