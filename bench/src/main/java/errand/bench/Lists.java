package errand.bench;

import errand.server.wire.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the control plane costs on a large fleet: creating jobs, far pages, searches, and dynamic
 * groups.
 */
final class Lists {
  /** What one request of a kind cost. */
  private record Cost(double millis, double micros) {}

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Plan plan;
  private final PrintWriter out;
  private int jobs;

  /**
   * What to do.
   *
   * @param things of the fleet
   * @param page the far page, from 2
   * @param rounds how often each pair is measured
   * @param requests of each kind in one round
   */
  record Plan(int things, int page, int rounds, int requests) {}

  Lists(Plan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Measures, and prints on the way.
   *
   * @param folder an empty folder for the server
   * @param flags more flags for its JVM
   */
  void run(Path folder, List<String> flags) {
    say("Seeding %,d things, %,d jobs", plan.things(), plan.page() * 2 * Listing.PAGE);
    var seed = new Seed(ErrandServer.data(folder), plan.things(), Seed.Order.SHUFFLED);
    seed.write();
    new History(seed, plan.page() * 2 * Listing.PAGE).write();
    try (var grounds = Grounds.on(folder, seed, 1, flags)) {
      create(grounds);
      Listing.ALL.forEach(listing -> page(grounds, listing));
      search(grounds);
      dynamicGroups(grounds);
      deleteGroup(grounds);
      say("");
      say("%s", grounds.heap().text());
    }
  }

  private void create(Grounds grounds) {
    say("");
    compare(
        grounds,
        "CreateJob for a group of %,d against one of %d".formatted(plan.things(), Seed.FEW_THINGS),
        () -> create(grounds.operator(), Seed.FEW),
        () -> create(grounds.operator(), Seed.ALL));
  }

  // It starts tomorrow, so what is measured is the request and no rollout.
  private void create(Operator operator, String group) {
    var tomorrow = InstantSource.system().instant().plus(Duration.ofDays(1));
    var later = Operator.nothing();
    later.putObject("schedulingConfig").put("startTime", MINUTES.format(tomorrow));
    operator.create("created-" + jobs++, group, later);
  }

  private void page(Grounds grounds, Listing listing) {
    var far = Optional.of(listing.walk(grounds.operator(), plan.page()));
    compare(
        grounds,
        listing.name() + ", page " + plan.page() + " against the first",
        () -> listing.page(grounds.operator(), Optional.empty()),
        () -> listing.page(grounds.operator(), far));
  }

  private void compare(Grounds grounds, String what, Runnable left, Runnable right) {
    // The first round warms up.
    cost(grounds, left);
    cost(grounds, right);
    var lefts = new ArrayList<Cost>();
    var rights = new ArrayList<Cost>();
    for (var round = 0; round < plan.rounds(); round++) {
      lefts.add(cost(grounds, left));
      rights.add(cost(grounds, right));
    }
    say(
        "%-66s time %.2f, CPU %.2f times  (%.2f and %.2f ms, %.0f and %.0f µs)",
        what,
        Report.median(ratios(rights, lefts, Cost::millis)),
        Report.median(ratios(rights, lefts, Cost::micros)),
        Report.median(values(lefts, Cost::millis)),
        Report.median(values(rights, Cost::millis)),
        Report.median(values(lefts, Cost::micros)),
        Report.median(values(rights, Cost::micros)));
  }

  private static double[] values(List<Cost> costs, ToDoubleFunction<Cost> part) {
    return costs.stream().mapToDouble(part).toArray();
  }

  private static double[] ratios(List<Cost> above, List<Cost> below, ToDoubleFunction<Cost> part) {
    return IntStream.range(0, above.size())
        .mapToDouble(at -> part.applyAsDouble(above.get(at)) / part.applyAsDouble(below.get(at)))
        .toArray();
  }

  // The median time of a request, and the mean CPU time, which is counted too coarsely for one.
  private Cost cost(Grounds grounds, Runnable request) {
    var before = grounds.usage();
    var millis =
        IntStream.range(0, plan.requests())
            .mapToDouble(
                _ -> {
                  var fromNanos = System.nanoTime();
                  request.run();
                  return (System.nanoTime() - fromNanos) / 1e6;
                })
            .toArray();
    var used = grounds.usage().since(before);
    return new Cost(Report.median(millis), used.cpuNanos() / 1e3 / plan.requests());
  }

  private void search(Grounds grounds) {
    say("");
    var serial = "SN-" + Integer.toHexString(plan.things() / 2);
    for (var query :
        List.of(
            "thingName:" + Seed.name(plan.things() / 2),
            "attributes.serial:" + serial,
            "attributes.site:site-7",
            "thingTypeName:valve AND attributes.site:site-70",
            "thingGroupNames:" + Seed.FEW + " AND thingTypeName:pump",
            "nothing-like-this")) {
      var body = Json.object().put("queryString", query).put("maxResults", 100);
      timed(grounds, "SearchIndex " + query, "/indices/search", body, "things");
    }
    for (var query : List.of("attributes.site:site-7", "thingTypeName:valve", "*")) {
      var body = Json.object().put("queryString", query);
      timed(grounds, "GetStatistics " + query, "/indices/statistics", body, "statistics");
    }
  }

  private void timed(Grounds grounds, String what, String path, ObjectNode body, String member) {
    var before = grounds.usage();
    var fromNanos = System.nanoTime();
    var answer = grounds.operator().send("POST", path, body).path(member);
    var millis = (System.nanoTime() - fromNanos) / 1e6;
    var found = answer.isArray() ? answer.size() : answer.path("count").asInt();
    say(
        "%-66s %,d found in %,.1f ms, %,.0f ms of server CPU",
        what, found, millis, grounds.usage().since(before).cpuNanos() / 1e6);
  }

  private void dynamicGroups(Grounds grounds) {
    say("");
    dynamicGroup(grounds, "by-site", "attributes.site:site-7", plan.things() / Seed.SITES);
    dynamicGroup(grounds, "valves", "thingTypeName:valve", plan.things() / Seed.VALVE_EVERY);
    dynamicGroup(grounds, "by-scan", "attributes.serial:SN-*0", -1);
  }

  private void dynamicGroup(Grounds grounds, String name, String query, int expected) {
    var operator = grounds.operator();
    var before = grounds.usage();
    var fromNanos = System.nanoTime();
    operator.send("POST", "/dynamic-thing-groups/" + name, Json.object().put("queryString", query));
    while (!operator
        .send("GET", "/thing-groups/" + name, Json.object())
        .path("status")
        .asString("")
        .equals("ACTIVE")) {
      Operator.pause();
    }
    var seconds = (System.nanoTime() - fromNanos) / 1e9;
    var cpu = grounds.usage().since(before).cpuNanos();
    say(
        "Dynamic group %-51s built in %.2f s, %.2f s of server CPU%s",
        query, seconds, cpu / 1e9, expected < 0 ? "" : " (%,d things)".formatted(expected));
  }

  private void deleteGroup(Grounds grounds) {
    var fromNanos = System.nanoTime();
    grounds.operator().send("DELETE", "/thing-groups/" + Seed.ALL, Json.object());
    say(
        "DeleteThingGroup of %,d things answered in %,.0f ms",
        plan.things(), (System.nanoTime() - fromNanos) / 1e6);
  }

  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
