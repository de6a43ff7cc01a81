package errand.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/**
 * A job for a large fleet and the same for a small one, on two servers that take turns: rolled out,
 * canceled and deleted, while devices report to the server of the large one.
 */
final class Rollout {
  private static final String JOB = "rollout";

  private final Plan plan;
  private final PrintWriter out;
  private final List<Work> smallRollouts = new ArrayList<>();
  private final List<Work> largeRollouts = new ArrayList<>();
  private final List<Work> smallCancels = new ArrayList<>();
  private final List<Work> smallDeletes = new ArrayList<>();
  private final List<Figures> quiet = new ArrayList<>();
  private final List<Figures> busy = new ArrayList<>();

  /**
   * What to do.
   *
   * @param things of the large fleet
   * @param fewer of the small one
   * @param connections devices that report, on each server
   * @param perSecond reports of all of them together
   * @param length of a round
   * @param order of the ids of both fleets
   */
  record Plan(
      int things, int fewer, int connections, int perSecond, Duration length, Seed.Order order) {}

  Rollout(Plan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Measures, and prints on the way.
   *
   * @param folder an empty folder for both servers
   * @param flags more flags for the servers' JVMs
   * @param special more flags for that of the large fleet
   */
  void run(Path folder, List<String> flags, List<String> special) {
    say("Seeding %,d and %,d things in %s", plan.fewer(), plan.things(), folder);
    var both = new ArrayList<>(flags);
    both.addAll(special);
    try (var small = open(folder.resolve("small"), plan.fewer(), flags);
        var large = open(folder.resolve("large"), plan.things(), both);
        var aside = Executors.newSingleThreadExecutor()) {
      rollOut(small, large, aside);
      requests(small, large);
      callOff(large, aside);
      heap(small, large);
    }
  }

  private Grounds open(Path folder, int things, List<String> flags) {
    var seed = new Seed(ErrandServer.data(folder), things, plan.order());
    return Grounds.open(folder, seed, plan.connections(), flags);
  }

  // ---- rolling out ----

  private void rollOut(Grounds small, Grounds large, ExecutorService aside) {
    large.operator().create(JOB, Seed.ALL, Operator.nothing());
    var round = 0;
    do {
      round++;
      say("");
      say("Round %d", round);
      cycle(small);
      quiet.add(reports("reports alone", large, during(plan.length())));
      var rolling = aside.submit(() -> roll(large, plan.length()));
      busy.add(reports("reports beside the rollout", large, () -> !rolling.isDone()));
      say("  rolled out beside reports:   %s", result(rolling).text());
      if (!rolledOut(large)) {
        var alone = roll(large, plan.length());
        largeRollouts.add(alone);
        say("  rolled out alone:            %s", alone.text());
      }
    } while (!rolledOut(large));
    say("");
    say("Reporting beside a rollout: p99 %.2f times that without it", ratio(busy, quiet));
    compare("rolled out, by execution", smallRollouts, largeRollouts);
  }

  /** A job's whole life on the small fleet. */
  private void cycle(Grounds small) {
    small.operator().create(JOB, Seed.ALL, Operator.nothing());
    smallRollouts.add(roll(small, Duration.ofDays(1)));
    smallCancels.add(cancel(small));
    smallDeletes.add(delete(small));
    say("  small fleet, rolled out:     %s", smallRollouts.getLast().text());
  }

  /** Lets minutes pass until all have it, or for so long. */
  private static Work roll(Grounds grounds, Duration most) {
    var before = grounds.operator().queued(JOB);
    return work(
        grounds,
        () -> {
          var open = during(most);
          while (open.getAsBoolean() && !rolledOut(grounds)) {
            grounds.operator().passMinute();
          }
          return grounds.operator().queued(JOB) - before;
        });
  }

  private static boolean rolledOut(Grounds grounds) {
    return grounds.operator().queued(JOB) >= grounds.things();
  }

  // ---- requests on a fleet of either size ----

  private void requests(Grounds small, Grounds large) {
    say("");
    for (var scenario : List.of(Scenario.UPDATE, Scenario.GET, Scenario.DESCRIBE)) {
      var few = new ArrayList<Figures>();
      var many = new ArrayList<Figures>();
      for (var round = 0; round < 5; round++) {
        few.add(load(scenario, small));
        many.add(load(scenario, large));
      }
      say(
          "%-28s %.1f µs of server CPU at %,d things, %.1f at %,d: %.2f times",
          scenario,
          median(few, Figures::serverMicros),
          plan.fewer(),
          median(many, Figures::serverMicros),
          plan.things(),
          median(many, Figures::serverMicros) / median(few, Figures::serverMicros));
    }
  }

  private Figures load(Scenario scenario, Grounds grounds) {
    return measured(grounds, () -> grounds.devices().run(scenario, plan.length()));
  }

  // ---- calling off and deleting ----

  private void callOff(Grounds large, ExecutorService aside) {
    say("");
    var cancelling = aside.submit(() -> cancel(large));
    var beside = reports("reports beside the cancel", large, () -> !cancelling.isDone());
    var canceled = result(cancelling);
    say("  canceled beside reports:     %s", canceled.text());
    var deleting = aside.submit(() -> delete(large));
    var besideToo = reports("reports beside the delete", large, () -> !deleting.isDone());
    var deleted = result(deleting);
    say("  deleted beside reports:      %s", deleted.text());
    var alone = median(quiet, Figures::p99Millis);
    say("");
    say("Reporting beside a cancel: p99 %.2f times that without", beside.p99Millis() / alone);
    say("Reporting beside a delete: p99 %.2f times that without", besideToo.p99Millis() / alone);
    compare("canceled, by execution", smallCancels, List.of(canceled));
    compare("deleted, by execution", smallDeletes, List.of(deleted));
  }

  private static Work cancel(Grounds grounds) {
    return work(
        grounds,
        () -> {
          grounds.operator().cancel(JOB);
          while (grounds.operator().canceled(JOB) < grounds.things()) {
            Operator.pause();
          }
          return grounds.things();
        });
  }

  private static Work delete(Grounds grounds) {
    return work(
        grounds,
        () -> {
          grounds.operator().delete(JOB);
          while (!grounds.operator().gone(JOB)) {
            Operator.pause();
          }
          return grounds.things();
        });
  }

  // ---- measuring ----

  private interface Deed<T> {
    T done();
  }

  private static Work work(Grounds grounds, Deed<Integer> deed) {
    var before = grounds.usage();
    var fromNanos = System.nanoTime();
    var executions = deed.done();
    var seconds = (System.nanoTime() - fromNanos) / 1e9;
    return new Work(executions, seconds, grounds.usage().since(before));
  }

  private Figures reports(String what, Grounds grounds, BooleanSupplier more) {
    var figures =
        measured(grounds, () -> grounds.devices().paced(Scenario.UPDATE, plan.perSecond(), more));
    say(
        "  %-28s %,6.0f a second, answered in %.2f and %.2f ms (p50, p99)",
        what + ":", figures.perSecond(), figures.p50Millis(), figures.p99Millis());
    return figures;
  }

  private static Figures measured(Grounds grounds, Deed<Round> deed) {
    var serverBefore = grounds.usage();
    var driverBefore = Usage.of(ProcessHandle.current());
    var round = deed.done();
    var driver = Usage.of(ProcessHandle.current()).since(driverBefore);
    return round.figures(grounds.usage().since(serverBefore), driver);
  }

  private static BooleanSupplier during(Duration length) {
    var endNanos = System.nanoTime() + length.toNanos();
    return () -> System.nanoTime() - endNanos < 0;
  }

  private static Work result(Future<Work> aside) {
    try {
      return aside.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnexpectedException("interrupted");
    } catch (ExecutionException failed) {
      throw new UnexpectedException(String.valueOf(failed.getCause()));
    }
  }

  // ---- telling ----

  private void compare(String what, List<Work> few, List<Work> many) {
    var late = few.subList(few.size() / 2, few.size());
    var lateToo = many.subList(many.size() / 2, many.size());
    if (late.isEmpty() || lateToo.isEmpty()) {
      return;
    }
    say(
        "%-28s %.1f µs of server CPU at %,d things, %.1f at %,d: %.2f times; %,.0f bytes, %,.0f",
        what,
        median(late, Work::micros),
        plan.fewer(),
        median(lateToo, Work::micros),
        plan.things(),
        median(lateToo, Work::micros) / median(late, Work::micros),
        median(late, Work::bytes),
        median(lateToo, Work::bytes));
  }

  private void heap(Grounds small, Grounds large) {
    for (var grounds : List.of(small, large)) {
      say("%,d things, %s", grounds.things(), grounds.heap().text());
    }
  }

  private static double ratio(List<Figures> left, List<Figures> right) {
    var ratios = new double[left.size()];
    for (var i = 0; i < ratios.length; i++) {
      ratios[i] = left.get(i).p99Millis() / right.get(i).p99Millis();
    }
    return Report.median(ratios);
  }

  private static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
    return Report.median(all.stream().mapToDouble(figure).toArray());
  }

  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
