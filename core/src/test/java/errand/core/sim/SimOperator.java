package errand.core.sim;

import errand.core.app.Groups;
import errand.core.app.JobsControl.NewJob;
import errand.core.app.JobsControl.TargetName;
import errand.core.execution.Command;
import errand.core.execution.Execution;
import errand.core.fleet.ThingConfiguration;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.TermsChange;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.ThingName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Gives orders of all kinds at any time, and does not mind what comes of them. */
final class SimOperator {
  private static final int JOBS_MAX = 5;

  private final World world;
  private final Mix mix;
  private final SimServer server;
  private final SimStore store;
  private final Collection<SimDevice> devices;
  private final NewJobs newJobs;

  SimOperator(
      World world, Mix mix, SimServer server, SimStore store, Collection<SimDevice> devices) {
    this.world = world;
    this.mix = mix;
    this.server = server;
    this.store = store;
    this.devices = devices;
    this.newJobs = new NewJobs(world);
  }

  /** Group b hangs below group a; c stands alone. */
  static List<GroupName> groups() {
    return List.of(new GroupName("a"), new GroupName("b"), new GroupName("c"));
  }

  void setUp() {
    groups().forEach(this::createGroup);
    for (SimDevice device : devices) {
      createThing(device.name());
      groups().stream().filter(group -> world.chance(0.5)).forEach(group -> join(device, group));
    }
  }

  void start() {
    giveOrder();
  }

  private void giveOrder() {
    Duration most = Duration.ofSeconds(mix.orders().secondsBetween());
    world.after(
        world.between(Duration.ofSeconds(1), most),
        () -> {
          if (!world.calm()) {
            order();
            giveOrder();
          }
        });
  }

  private void order() {
    Mix.Orders orders = mix.orders();
    double[] weights = {
      orders.create(),
      orders.cancel(),
      orders.delete(),
      orders.edit(),
      orders.groups(),
      orders.things(),
      orders.executions()
    };
    switch (drawn(weights)) {
      case 0 -> create();
      case 1 -> cancel();
      case 2 -> delete();
      case 3 -> edit();
      case 4 -> changeGroups();
      case 5 -> changeThings();
      default -> changeExecution();
    }
    if (world.fault(mix.server().clockStep())) {
      boolean back = mix.server().clockBack() && world.random.nextBoolean();
      Duration step = world.between(Duration.ofSeconds(1), Duration.ofMinutes(3));
      world.stepClock(back ? step.negated() : step);
    }
  }

  private int drawn(double[] weights) {
    double sum = 0;
    for (double each : weights) {
      sum += each;
    }
    double at = world.random.nextDouble() * sum;
    for (int which = 0; which < weights.length; which++) {
      at -= weights[which];
      if (at < 0) {
        return which;
      }
    }
    return 0;
  }

  private <T> Optional<T> one(Collection<T> of) {
    return of.stream().skip(of.isEmpty() ? 0 : world.random.nextInt(of.size())).findFirst();
  }

  private Optional<Job> job() {
    return one(store.picture().jobs().values());
  }

  private SimDevice device() {
    return one(devices).orElseThrow();
  }

  private GroupName group() {
    return one(groups()).orElseThrow();
  }

  // Jobs.

  private void create() {
    var targets = new ArrayList<TargetName>();
    int count = 1 + world.random.nextInt(2);
    for (int i = 0; i < count; i++) {
      targets.add(
          world.chance(0.75)
              ? new TargetName.OfGroup(group())
              : new TargetName.OfThing(device().name()));
    }
    var id = new JobId("j" + (1 + world.random.nextInt(JOBS_MAX)));
    NewJob wanted = newJobs.drawn(id, targets);
    server
        .want(app -> app.jobs().create(wanted))
        .ifPresent(job -> world.log("creates " + line(wanted)));
  }

  private static String line(NewJob job) {
    return job.id()
        + " "
        + job.selection()
        + " for "
        + job.targets()
        + " "
        + job.schedule()
        + " "
        + job.terms();
  }

  private void cancel() {
    boolean force = world.random.nextBoolean();
    var cancel = new JobCommand.Cancel(force, Optional.empty(), Optional.empty());
    job()
        .flatMap(job -> server.want(app -> app.jobs().cancel(job.id(), cancel)))
        .ifPresent(job -> world.log("cancels " + job.id() + (force ? " by force" : "")));
  }

  private void delete() {
    boolean force = world.random.nextBoolean();
    job()
        .flatMap(job -> server.want(app -> app.jobs().delete(job.id(), force)))
        .ifPresent(job -> world.log("deletes " + job.id()));
  }

  private void edit() {
    Optional<Job> drawn = job();
    if (drawn.isEmpty()) {
      return;
    }
    JobId id = drawn.get().id();
    switch (world.random.nextInt(4)) {
      case 0 ->
          server.want(app -> app.jobs().pause(id)).ifPresent(job -> world.log("pauses " + id));
      case 1 -> resume(id);
      case 2 -> {
        List<TargetName> more = List.of(new TargetName.OfGroup(group()));
        server
            .want(app -> app.jobs().associate(id, more, Optional.empty()))
            .ifPresent(job -> world.log("associates " + id + " with " + more));
      }
      default -> {
        TermsChange change = newJobs.change(drawn.get().terms());
        server
            .want(app -> app.jobs().update(id, change))
            .ifPresent(job -> world.log("updates " + id + " " + change));
      }
    }
  }

  private void resume(JobId id) {
    server.want(app -> app.jobs().resume(id)).ifPresent(job -> world.log("resumes " + id));
  }

  /** Lets everything go on that stands still by an order. */
  void resumeAll() {
    for (Job job : store.picture().jobs().values()) {
      if (job.life().flags().paused()) {
        resume(job.id());
      }
    }
  }

  // The registry.

  private void changeGroups() {
    GroupName group = group();
    SimDevice device = device();
    double kind = world.random.nextDouble();
    if (kind < 0.5) {
      join(device, group);
    } else if (kind < 0.9) {
      server
          .want(app -> app.registry().members().remove(device.name(), group))
          .ifPresent(left -> world.log(device.name() + " leaves " + group));
    } else if (store.picture().groups().containsKey(group)) {
      server
          .want(app -> app.registry().groups().delete(group, OptionalLong.empty()))
          .ifPresent(deleted -> world.log("deletes group " + group));
    } else {
      createGroup(group);
    }
  }

  private void createGroup(GroupName group) {
    Optional<GroupName> parent =
        group.text().equals("b") ? Optional.of(new GroupName("a")) : Optional.empty();
    var wanted = new Groups.NewGroup(group, parent, "", new TreeMap<>(), new TreeMap<>());
    server
        .want(app -> app.registry().groups().create(wanted))
        .ifPresent(created -> world.log("creates group " + group));
  }

  private void join(SimDevice device, GroupName group) {
    server
        .want(app -> app.registry().members().add(device.name(), group))
        .ifPresent(joined -> world.log(device.name() + " joins " + group));
  }

  private void changeThings() {
    ThingName thing = device().name();
    if (!store.picture().things().containsKey(thing)) {
      createThing(thing);
    } else {
      server
          .want(app -> app.registry().things().delete(thing, OptionalLong.empty()))
          .ifPresent(deleted -> world.log("deletes thing " + thing));
    }
  }

  private void createThing(ThingName thing) {
    server
        .want(app -> app.registry().things().create(thing, ThingConfiguration.NONE))
        .ifPresent(created -> world.log("creates thing " + thing));
  }

  // Executions.

  private void changeExecution() {
    Optional<Execution> drawn = one(store.picture().executions().values());
    if (drawn.isEmpty()) {
      return;
    }
    Execution each = drawn.get();
    boolean force = world.random.nextBoolean();
    double kind = world.random.nextDouble();
    if (kind < 0.4) {
      var expected = world.chance(0.5) ? OptionalLong.of(each.version()) : OptionalLong.empty();
      var cancel = new Command.Cancel(force, Optional.empty(), expected);
      server
          .want(app -> app.executions().cancel(each.thing(), each.job(), cancel))
          .ifPresent(canceled -> world.log("cancels execution " + canceled.key()));
    } else if (kind < 0.6) {
      server
          .want(
              app -> app.executions().delete(each.thing(), each.job(), each.key().number(), force))
          .ifPresent(deleted -> world.log("deletes execution " + deleted.key()));
    } else if (world.fault(mix.clients().direct())) {
      one(devices).ifPresent(device -> device.blurt(each.job()));
    }
  }
}
