package errand.core.sim;

import errand.core.app.Backstage;
import errand.core.app.Outbox.Numbered;
import errand.core.app.Picture;
import errand.core.execution.Notice;
import errand.core.job.Job;
import errand.core.name.ThingName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One seed's history, from the first order until nothing is left to do. */
final class Simulation {
  private static final Duration STORM = Duration.ofMinutes(30);
  private static final Duration CALM_MOST = Duration.ofHours(12);
  private static final Duration RECOVERED = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
  private static final Duration TO_TIDY = Duration.ofMinutes(30);

  private final Mix mix;
  private final World world;
  private final Sights sights = new Sights();
  private final NoticeLaws noticeLaws = new NoticeLaws(sights);
  private final SimStore store;
  private final SimServer server;
  private final DeviceDesk desk;
  private final Laws laws;
  private final SimNet net;
  private final SortedMap<ThingName, SimDevice> devices = new TreeMap<>();
  private final SimOperator operator;

  /** What a run says of itself. */
  record Outcome(long hash, long events, long commits, int crashes, Sights sights) {}

  Simulation(long seed, Plant plant, Trace trace) {
    world = new World(seed, trace);
    mix = Mix.drawn(world.random);
    store = new SimStore(world, mix, plant.rows(), this::committed);
    desk = new DeviceDesk(store, plant);
    laws =
        new Laws(
            store.picture(),
            world::serverClock,
            List.of(
                new ExecutionLaws(sights),
                new JobLaws(sights),
                new RolloutLaws(),
                noticeLaws,
                commit -> desk.check(commit.after())));
    server = new SimServer(world, mix, plant, store, this::publish);
    net = new SimNet(world, mix.net());
    for (int i = 1; i <= mix.things(); i++) {
      var name = new ThingName("t" + i);
      devices.put(name, new SimDevice(world, mix.clients(), net, server, desk, name));
    }
    operator = new SimOperator(world, mix, server, store, devices.values());
  }

  private void committed(Picture picture) {
    laws.committed(picture);
  }

  // Sessions of devices are persistent: a push comes at least once.
  private void publish(Numbered owed) {
    noticeLaws.published(owed);
    Notice notice = owed.notice();
    SimDevice device = devices.get(notice.thing());
    if (notice.nextChanged() && device != null) {
      net.sendSurely(() -> device.pushed(notice.next().isPresent()));
    }
  }

  Outcome run() {
    world.log(mix.toString());
    server.boot();
    operator.setUp();
    devices.values().forEach(SimDevice::start);
    operator.start();
    world.runUntil(() -> false, STORM);
    calm();
    tidy();
    return new Outcome(
        world.trace.hash(), world.trace.count(), laws.commits(), server.crashes(), sights);
  }

  private void calm() {
    world.calmDown();
    world.runUntil(() -> false, RECOVERED);
    operator.resumeAll();
    look();
    boolean settled = world.runUntil(() -> CalmLaws.settled(store.picture()), CALM_MOST);
    Broken.unless(settled, "everything comes to its end once faults stop", unsettled());
    world.runUntil(() -> store.picture().owed().isEmpty(), RECOVERED);
    Broken.unless(store.picture().owed().isEmpty(), "every notice is published", "");
  }

  private void look() {
    CalmLaws.punctual(
        store.picture(), world.serverClock(), Duration.ofSeconds(mix.pulseSeconds() + 5L));
    world.after(LOOK_EVERY, this::look);
  }

  private List<String> unsettled() {
    var left = new ArrayList<String>();
    store.picture().executions().values().stream()
        .filter(each -> each.pending())
        .forEach(each -> left.add(each.toString()));
    store.picture().jobs().values().forEach(job -> left.add(job.toString()));
    return left;
  }

  // Years later nothing is left of what has ended.
  private void tidy() {
    Instant before = world.serverClock();
    world.stepClock(Backstage.KEPT.plusDays(1));
    world.runUntil(() -> false, TO_TIDY);
    for (Job job : store.picture().jobs().values()) {
      Broken.unless(
          job.life().completedAt().filter(at -> !at.isAfter(before)).isEmpty(),
          "what has ended is not kept for ever",
          job);
    }
  }
}
