package errand.server.wire.control;

import errand.core.app.BulkThings;
import errand.core.app.BulkThings.MissingGroups;
import errand.core.app.BulkThings.Row;
import errand.core.app.ControlRefusal;
import errand.core.app.Deed;
import errand.core.fleet.ThingConfiguration;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * ImportThings and ExportThings, extensions: many things in one call. Each row of an import stands
 * for itself; the answer names those that were refused by their place in the request, from 0.
 */
final class BulkOperations {
  /** Rows of one import. */
  static final int ROWS_MAX = 500;

  private static final String EXPORT = "ExportThings";
  private static final String IMPORT = "ImportThings";

  private final BulkThings bulk;

  BulkOperations(BulkThings bulk) {
    this.bulk = bulk;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/_errand/things/import", IMPORT, this::bring),
        Route.of("GET", "/_errand/things/export", EXPORT, this::export));
  }

  private RestReply bring(Request request) {
    Input body = request.body();
    var missing =
        body.flag("createGroups").orElse(false) ? MissingGroups.CREATED : MissingGroups.REFUSED;
    body.require("things");
    Optional<List<JsonNode>> rows = body.elements("things", 1, ROWS_MAX);
    return request.checked(() -> RestReply.ok(bring(rows.orElseThrow(), missing)));
  }

  /** A row as it was sent: one to carry out, or a reply that refuses it. */
  private sealed interface Sent {
    record Good(Row row) implements Sent {}

    record Bad(String message) implements Sent {}
  }

  /** Why a row was refused, as the single operation would have said it. */
  private record Problem(String code, String message) {}

  private ObjectNode bring(List<JsonNode> nodes, MissingGroups missing) {
    var problems = new TreeMap<Integer, Problem>();
    var byName = new LinkedHashMap<ThingName, Map<Integer, Row>>();
    for (int i = 0; i < nodes.size(); i++) {
      switch (read(nodes.get(i))) {
        case Sent.Good(var row) ->
            byName.computeIfAbsent(row.name(), _ -> new TreeMap<>()).put(i, row);
        case Sent.Bad(var message) ->
            problems.put(i, new Problem("InvalidRequestException", message));
      }
    }
    problems.putAll(bring(byName, missing));
    return answer(nodes.size(), problems);
  }

  // Side by side, so that rows share commits; rows of one thing in their order.
  private Map<Integer, Problem> bring(
      Map<ThingName, Map<Integer, Row>> byName, MissingGroups missing) {
    var problems = new TreeMap<Integer, Problem>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Map<Integer, Problem>>>();
      byName
          .values()
          .forEach(
              rows -> running.add(threads.submit(Deed.carried(() -> inOrder(rows, missing))::get)));
      for (Future<Map<Integer, Problem>> each : running) {
        problems.putAll(each.get());
      }
      return problems;
    } catch (ExecutionException fault) {
      throw new IllegalStateException("an import stopped halfway", fault);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("an import was interrupted", stopping);
    }
  }

  private Map<Integer, Problem> inOrder(Map<Integer, Row> rows, MissingGroups missing) {
    var problems = new TreeMap<Integer, Problem>();
    rows.forEach(
        (index, row) ->
            Deed.doing(IMPORT, List.of("thing/" + row.name()), () -> bulk.bring(row, missing))
                .<Optional<Problem>>fold(
                    _ -> Optional.empty(), refusal -> Optional.of(problem(refusal)))
                .ifPresent(problem -> problems.put(index, problem)));
    return problems;
  }

  private static Problem problem(ControlRefusal refusal) {
    String code = Replies.refused(refusal).errorType().orElse("InvalidRequestException");
    return new Problem(code, refusal.message());
  }

  private static ObjectNode answer(int rows, Map<Integer, Problem> problems) {
    ObjectNode node = Json.object().put("accepted", rows - problems.size());
    ArrayNode errors = node.putArray("errors");
    problems.forEach(
        (index, problem) ->
            errors
                .addObject()
                .put("index", index)
                .put("code", problem.code())
                .put("message", problem.message()));
    return node;
  }

  private static Sent read(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      return new Sent.Bad("A thing must be an object.");
    }
    var violations = new Violations();
    var input = new Input(object, violations);
    Optional<ThingName> name =
        input
            .requiredText("thingName", Rule.NAME_LENGTH, Rule.THING_NAME)
            .flatMap(ThingName::parse);
    var configuration = configuration(input);
    var groups = groups(input);
    return violations
        .message()
        .<Sent>map(Sent.Bad::new)
        .orElseGet(() -> new Sent.Good(new Row(name.orElseThrow(), configuration, groups)));
  }

  private static ThingConfiguration configuration(Input input) {
    return new ThingConfiguration(
        input
            .text("thingTypeName", Rule.NAME_LENGTH, Rule.THING_NAME)
            .flatMap(ThingTypeName::parse),
        Attributes.read(Optional.of(input)),
        input.text("billingGroupName", Rule.NAME_LENGTH, Rule.THING_NAME));
  }

  private static List<GroupName> groups(Input input) {
    return input
        .texts("groups", 0, MemberOperations.NAMED_MAX, Rule.NAME_LENGTH, Rule.THING_NAME)
        .orElse(List.of())
        .stream()
        .flatMap(text -> GroupName.parse(text).stream())
        .toList();
  }

  private RestReply export(Request request) {
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () ->
            Paging.from(token, request.seal())
                .fold(
                    key -> RestReply.ok(page(request, key.flatMap(ThingName::parse), length)),
                    Replies::refused));
  }

  private ObjectNode page(Request request, Optional<ThingName> after, int length) {
    var page = bulk.list(after, length);
    ObjectNode node = Json.object();
    ArrayNode things = node.putArray("things");
    page.items().forEach(row -> write(things.addObject(), row));
    Paging.next(node, page, request.seal(), row -> row.name().text());
    return node;
  }

  private static void write(ObjectNode into, Row row) {
    into.put("thingName", row.name().text());
    row.configuration().type().ifPresent(type -> into.put("thingTypeName", type.text()));
    Attributes.write(into, row.configuration().attributes());
    ArrayNode groups = into.putArray("groups");
    row.groups().forEach(group -> groups.add(group.text()));
    row.configuration().billingGroup().ifPresent(name -> into.put("billingGroupName", name));
  }
}
