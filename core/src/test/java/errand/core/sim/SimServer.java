package errand.core.sim;

import errand.core.app.Answer;
import errand.core.app.Backstage;
import errand.core.app.Bell;
import errand.core.app.DeviceJobs;
import errand.core.app.ExecutionsControl;
import errand.core.app.FleetRegistry;
import errand.core.app.JobsControl;
import errand.core.app.Outbox.Numbered;
import errand.core.app.Picture;
import errand.core.app.Pulse;
import errand.core.app.Quotas;
import errand.core.app.StoreException;
import errand.core.execution.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The process: all use cases, the loop of the pulse and the drain of the outbox. When it dies,
 * everything but the store is made anew.
 */
final class SimServer {
  private static final int DRAINED = 5;
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration DRAIN_EVERY = Duration.ofSeconds(30);

  private final World world;
  private final Mix mix;
  private final Plant plant;
  private final SimStore store;
  private final Consumer<Numbered> publisher;
  private final SimIds.Counter uuids = new SimIds.Counter();
  private Optional<App> app = Optional.empty();
  private int process;
  private int crashes;
  private boolean beatRung;
  private boolean drainRung;

  SimServer(World world, Mix mix, Plant plant, SimStore store, Consumer<Numbered> publisher) {
    this.world = world;
    this.mix = mix;
    this.plant = plant;
    this.store = store;
    this.publisher = publisher;
  }

  /** The use cases of one process. */
  record App(
      DeviceJobs devices,
      JobsControl jobs,
      ExecutionsControl executions,
      FleetRegistry registry,
      Pulse pulse) {}

  int crashes() {
    return crashes;
  }

  void boot() {
    process++;
    var ids = new SimIds(uuids, highestOrder(store.picture()));
    var bell = new LoopBell();
    beatRung = false;
    drainRung = false;
    app =
        Optional.of(
            new App(
                new DeviceJobs(store, ids, world::serverClock, bell),
                Backstage.jobs(store, ids, world::serverClock, bell, mix.batch()),
                new ExecutionsControl(store, ids, world::serverClock, bell),
                FleetRegistry.over(store, ids, world::serverClock, bell, Quotas.AWS),
                Backstage.pulse(
                    store,
                    ids,
                    () -> world.serverClock().plus(plant.pulseAhead()),
                    bell,
                    mix.batch())));
    world.log("process " + process + " starts");
    loop(process, Duration.ofSeconds(mix.pulseSeconds()), this::beat);
    loop(process, DRAIN_EVERY, this::drain);
    beatSoon();
    drainSoon();
  }

  private static long highestOrder(Picture picture) {
    long highest = 0;
    for (var job : picture.jobs().values()) {
      highest = Math.max(highest, job.life().order());
    }
    for (var execution : picture.executions().values()) {
      highest = Math.max(highest, execution.origin().order());
    }
    for (var membership : picture.memberships()) {
      highest = Math.max(highest, membership.joined());
    }
    return highest;
  }

  private final class LoopBell implements Bell {
    @Override
    public void notices() {
      drainSoon();
    }

    @Override
    public void due() {
      beatSoon();
    }
  }

  /** Does something in the process; empty when it is down, the store fails, or it dies of it. */
  <T> Optional<T> ask(Function<App, T> call) {
    if (app.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(call.apply(app.get()));
    } catch (StoreException unknown) {
      return Optional.empty();
    } catch (Crash death) {
      die(death);
      return Optional.empty();
    }
  }

  /** The same for something that may be refused. */
  <T, R> Optional<T> want(Function<App, Answer<T, R>> call) {
    return ask(call).flatMap(answer -> answer.fold(Optional::of, why -> Optional.empty()));
  }

  private void die(Crash death) {
    app = Optional.empty();
    crashes++;
    world.log("process " + process + " dies " + death.getMessage());
    world.after(world.between(Duration.ofSeconds(1), Duration.ofSeconds(60)), this::boot);
  }

  private void loop(int of, Duration every, Runnable deed) {
    world.after(
        every,
        () -> {
          if (of == process) {
            deed.run();
            loop(of, every, deed);
          }
        });
  }

  private void beatSoon() {
    if (!beatRung) {
      beatRung = true;
      soon(
          () -> {
            beatRung = false;
            beat();
          });
    }
  }

  private void drainSoon() {
    if (!drainRung) {
      drainRung = true;
      soon(
          () -> {
            drainRung = false;
            drain();
          });
    }
  }

  private void soon(Runnable deed) {
    int of = process;
    world.after(
        SOON,
        () -> {
          if (of == process) {
            deed.run();
          }
        });
  }

  private void beat() {
    if (ask(running -> running.pulse().beat()).orElse(false)) {
      beatSoon();
    }
  }

  private void drain() {
    boolean more =
        ask(running -> plant.drain() == Plant.Drain.CLEAR_FIRST ? clearFirst() : publishFirst())
            .orElse(false);
    if (more) {
      drainSoon();
    }
  }

  private boolean publishFirst() {
    List<Numbered> owed = owed();
    publish(owed);
    clear(owed);
    return !owed.isEmpty();
  }

  private boolean clearFirst() {
    List<Numbered> owed = owed();
    clear(owed);
    publish(owed);
    return !owed.isEmpty();
  }

  private List<Numbered> owed() {
    return store.read(tx -> tx.outbox().take(0, DRAINED));
  }

  private void publish(List<Numbered> owed) {
    for (Numbered each : owed) {
      world.log("publishes " + each.number() + " " + line(each.notice()));
      publisher.accept(each);
      if (world.fault(mix.server().crashInDrain())) {
        throw new Crash("after publishing");
      }
    }
  }

  private void clear(List<Numbered> owed) {
    if (!owed.isEmpty()) {
      store.transact(
          tx -> {
            tx.outbox().remove(owed.stream().map(Numbered::number).toList());
            return owed.size();
          });
    }
    if (!owed.isEmpty() && world.fault(mix.server().crashInDrain())) {
      throw new Crash("after clearing");
    }
  }

  private static String line(Notice notice) {
    var queue = new ArrayList<String>();
    notice
        .pending()
        .forEach(each -> queue.add(each.job() + "/" + each.key().number() + " " + each.status()));
    return notice.thing()
        + (notice.setChanged() ? " list" : "")
        + (notice.nextChanged() ? " next " : " ")
        + queue;
  }
}
