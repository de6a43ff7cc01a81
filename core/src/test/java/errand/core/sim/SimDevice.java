package errand.core.sim;

import errand.core.app.Answer;
import errand.core.app.DeviceJobs.Shown;
import errand.core.app.DeviceJobs.ShownNext;
import errand.core.app.DeviceJobs.Which;
import errand.core.execution.Command;
import errand.core.execution.Execution;
import errand.core.execution.Refusal;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.core.execution.StepTimer;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A device: takes up what is next, works on it, reports, and repeats a request until it is
 * answered. How well it does so is drawn: it may only react to pushes, forget everything, lie about
 * versions, or leave out what a careful one would say.
 */
final class SimDevice {
  private static final Duration REPEAT_AFTER = Duration.ofSeconds(15);
  private static final Duration WORK_MOST = Duration.ofMinutes(3);

  private final World world;
  private final Mix.Clients mix;
  private final SimNet net;
  private final SimServer server;
  private final DeviceDesk desk;
  private final ThingName name;
  private final boolean pushOnly;
  private final boolean versionless;
  private final boolean numberless;
  private final Duration pollEvery;
  // What it is at; a higher number makes everything it waits for stale.
  private long turn;
  private boolean busy;
  private boolean poked;
  private boolean away;

  SimDevice(
      World world, Mix.Clients mix, SimNet net, SimServer server, DeviceDesk desk, ThingName name) {
    this.world = world;
    this.mix = mix;
    this.net = net;
    this.server = server;
    this.desk = desk;
    this.name = name;
    this.pushOnly = world.chance(mix.pushOnly());
    this.versionless = world.chance(mix.versionless());
    this.numberless = world.chance(mix.numberless());
    this.pollEvery = world.between(Duration.ofSeconds(30), Duration.ofMinutes(4));
  }

  ThingName name() {
    return name;
  }

  /** Switched on: asks once, and a device that polls goes on asking. */
  void start() {
    poke();
    poll();
  }

  private void poll() {
    if (!pushOnly) {
      world.after(
          pollEvery,
          () -> {
            poke();
            poll();
          });
    }
  }

  /** A push says that another execution is next. A sleeping device hears of it when it is back. */
  void pushed(boolean something) {
    if (away) {
      world.after(Duration.ofSeconds(5), () -> pushed(something));
    } else if (something) {
      poke();
    }
  }

  private void poke() {
    if (busy || away) {
      poked = true;
    } else {
      ask();
    }
  }

  private void idle() {
    turn++;
    busy = false;
    if (poked) {
      poked = false;
      ask();
    }
  }

  private void ask() {
    busy = true;
    poked = false;
    long mine = ++turn;
    var start = new Command.Start(details(), timer());
    this.<ShownNext>request(
        mine,
        "start-next",
        done -> server.ask(app -> desk.startNext(app, name, start)).ifPresent(done),
        answer -> answer.fold(this::got, this::refused));
  }

  private Void got(ShownNext next) {
    next.execution().map(Shown::execution).ifPresentOrElse(this::work, this::idle);
    return null;
  }

  private Void refused(Refusal why) {
    if (why instanceof Refusal.StaleVersion) {
      poked = true;
    }
    idle();
    return null;
  }

  private void work(Execution execution) {
    long mine = ++turn;
    if (world.fault(mix.vanish())) {
      vanish();
      return;
    }
    world.after(
        world.between(Duration.ofSeconds(1), WORK_MOST),
        () -> {
          if (mine == turn) {
            report(execution, world.chance(0.2) ? Status.IN_PROGRESS : end());
          }
        });
  }

  // Loses all memory and is back later, while what it sent before may still arrive.
  private void vanish() {
    world.log(name + " vanishes");
    turn++;
    busy = false;
    away = true;
    world.after(
        world.between(Duration.ofSeconds(10), Duration.ofMinutes(10)),
        () -> {
          world.log(name + " is back");
          away = false;
          ask();
        });
  }

  private Status end() {
    if (!world.chance(mix.bad())) {
      return Status.SUCCEEDED;
    }
    return world.chance(0.2) ? Status.REJECTED : Status.FAILED;
  }

  private void report(Execution known, Status status) {
    long mine = ++turn;
    var which =
        new Which(
            name,
            Namespace.NONE,
            known.job(),
            numberless ? OptionalLong.empty() : OptionalLong.of(known.key().number()));
    var report = new Command.Report(status, details(), version(known), timer());
    this.<Shown>request(
        mine,
        "reports " + known.job() + "/" + known.key().number() + " " + status,
        done -> server.ask(app -> desk.report(app, which, report)).ifPresent(done),
        answer -> answer.fold(this::reported, this::refused));
  }

  private OptionalLong version(Execution known) {
    if (versionless) {
      return OptionalLong.empty();
    }
    boolean lies = world.fault(mix.liar());
    return OptionalLong.of(known.version() + (lies ? 1 : 0));
  }

  private Void reported(Shown shown) {
    if (shown.execution().pending()) {
      work(shown.execution());
    } else {
      poked |= !pushOnly;
      idle();
    }
    return null;
  }

  /** A report out of the blue on whatever is the latest of a job, as a confused device sends. */
  void blurt(JobId job) {
    var which = new Which(name, Namespace.NONE, job, OptionalLong.empty());
    var report =
        new Command.Report(end(), Optional.empty(), OptionalLong.empty(), new StepTimer.Keep());
    world.log(name + " blurts out " + job + " " + report.status());
    net.send(() -> server.ask(app -> desk.report(app, which, report)));
  }

  // A lost question or answer is repeated as it was until something else is at hand.
  private <T> void request(
      long mine,
      String what,
      Consumer<Consumer<Answer<T, Refusal>>> call,
      Consumer<Answer<T, Refusal>> answered) {
    world.log(name + " " + what);
    net.send(
        () ->
            call.accept(
                answer ->
                    net.send(
                        () -> {
                          if (mine == turn && !away) {
                            world.log(name + " hears " + DeviceDesk.line(answer));
                            desk.told(answer);
                            answered.accept(answer);
                          }
                        })));
    world.after(
        REPEAT_AFTER,
        () -> {
          if (mine == turn && !away) {
            request(mine, what, call, answered);
          }
        });
  }

  private Optional<StatusDetails> details() {
    return world.chance(0.2)
        ? Optional.of(new StatusDetails(Map.of("turn", Long.toString(turn))))
        : Optional.empty();
  }

  private StepTimer timer() {
    if (world.chance(0.1)) {
      return new StepTimer.Within(Duration.ofMinutes(1 + world.random.nextInt(5)));
    }
    return world.chance(0.1) ? new StepTimer.Drop() : new StepTimer.Keep();
  }
}
