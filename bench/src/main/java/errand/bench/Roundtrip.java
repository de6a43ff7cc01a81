package errand.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts the same load on Errand and on a bare echo on the same broker, in turns of a few seconds, so
 * that whatever else the machine does meets both.
 */
final class Roundtrip {
  private static final Duration WARM_UP_TURN = Duration.ofSeconds(5);

  private final Plan plan;
  private final PrintWriter out;
  private final List<Span> measured = new ArrayList<>();

  /**
   * What to do.
   *
   * @param connections to each server
   * @param https over HTTPS with a client certificate, instead of MQTT
   * @param window requests under way on each connection; 1 over HTTPS
   * @param warmUp load on each server before the first round
   * @param length of a round on one server
   * @param rounds on each server, for each scenario
   */
  record Plan(
      List<Scenario> scenarios,
      boolean https,
      int connections,
      int window,
      Duration warmUp,
      Duration length,
      int rounds) {
    Plan {
      scenarios = List.copyOf(scenarios);
    }
  }

  /** A stretch of time in which Errand was measured. */
  record Span(Instant from, Instant to) {}

  /** A server's process and the connections to it. */
  private record Side(String name, ServerProcess process, Load fleet) {}

  /** The connections to both. */
  private record Loads(Load errand, Load echo) {}

  Roundtrip(Plan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Measures, and prints on the way.
   *
   * @param folder an empty folder for both servers
   * @param common more flags for both JVMs
   * @param special more flags for Errand's JVM
   */
  void run(Path folder, List<String> common, List<String> special) {
    var flags = new ArrayList<>(common);
    flags.addAll(special);
    say("Starting Errand and the echo in %s".formatted(folder));
    try (var echo = Echo.launch(folder, common);
        var errand = ErrandServer.launch(folder, flags)) {
      var things =
          IntStream.rangeClosed(1, plan.connections()).mapToObj("bench-%05d"::formatted).toList();
      var door = errand.ready();
      say("Registering %d things and a job for them".formatted(things.size()));
      try (var operator = door.operator()) {
        operator.prepare(things);
        var loads = plan.https() ? https(door, echo, things) : mqtt(door, echo, things);
        try (var asked = loads.errand();
            var echoed = loads.echo()) {
          asked.once(Scenario.START_NEXT);
          var left = new Side("Errand", errand.process(), asked);
          var right = new Side("echo", echo.process(), echoed);
          plan.scenarios().forEach(scenario -> measure(scenario, left, right, echo));
        }
      }
    }
  }

  private Loads mqtt(ErrandServer.Ready door, Echo echo, List<String> things) {
    return new Loads(
        Fleet.connect(door.mqtt(), things, plan.window()),
        Fleet.connect(echo.ready().mqtt(), things, plan.window()));
  }

  private static Loads https(ErrandServer.Ready door, Echo echo, List<String> things) {
    var context = door.operator().certificate().context();
    return new Loads(
        new HttpsFleet(door.https(), things, context),
        new HttpsFleet(echo.ready().https(), things, context));
  }

  /** When Errand was under load, warm-up left out. */
  List<Span> measured() {
    return List.copyOf(measured);
  }

  private void measure(Scenario scenario, Side errand, Side bare, Echo echo) {
    say("");
    say(
        "%s over %s, connections: %d, under way on each: %d, rounds: %d of %.1f s"
            .formatted(
                scenario,
                plan.https() ? "HTTPS" : "MQTT",
                plan.connections(),
                plan.window(),
                plan.rounds(),
                plan.length().toMillis() / 1e3));
    var answerBytes = errand.fleet().once(scenario).answerBytes();
    echo.length(scenario, answerBytes);
    say("  an answer has %d bytes; warming up".formatted(answerBytes));
    warmUp(scenario, errand, bare);
    var pairs = new ArrayList<Report.Pair>();
    for (var round = 1; round <= plan.rounds(); round++) {
      var from = InstantSource.system().instant();
      var left = round(scenario, round, errand);
      measured.add(new Span(from, InstantSource.system().instant()));
      pairs.add(new Report.Pair(left, round(scenario, round, bare)));
    }
    say("");
    say(new Report(pairs).text());
  }

  // In turns too: a connection over HTTPS that rests for a minute is ended.
  private void warmUp(Scenario scenario, Side errand, Side bare) {
    for (var left = plan.warmUp(); left.isPositive(); left = left.minus(WARM_UP_TURN)) {
      var turn = left.compareTo(WARM_UP_TURN) < 0 ? left : WARM_UP_TURN;
      errand.fleet().run(scenario, turn);
      bare.fleet().run(scenario, turn);
    }
  }

  private Figures round(Scenario scenario, int number, Side side) {
    var self = ProcessHandle.current();
    var serverBefore = side.process().usage();
    var driverBefore = Usage.of(self);
    var round = side.fleet().run(scenario, plan.length());
    var driver = Usage.of(self).since(driverBefore);
    var server = side.process().usage().since(serverBefore);
    var figures = round.figures(server, driver);
    say(
        "  round %d  %-7s%8.0f requests a second%9.2f ms%9.2f ms (p50, p99)%8.1f µs of server CPU"
            .formatted(
                number,
                side.name(),
                figures.perSecond(),
                figures.p50Millis(),
                figures.p99Millis(),
                figures.serverMicros()));
    return figures;
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
