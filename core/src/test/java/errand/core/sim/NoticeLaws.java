package errand.core.sim;

import static errand.core.sim.Broken.unless;

import errand.core.app.Outbox.Numbered;
import errand.core.app.Picture;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Notice;
import errand.core.execution.Pending;
import errand.core.execution.Status;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What things are told of their queues: law 7 of {@code docs/simulation.md}. */
final class NoticeLaws implements Laws.Law {
  private final Sights sights;
  private final Map<ThingName, List<ExecutionKey>> lists = new TreeMap<>();
  private final Map<ThingName, Optional<ExecutionKey>> nexts = new TreeMap<>();
  private final Set<Long> published = new HashSet<>();
  private long lastNumber;

  NoticeLaws(Sights sights) {
    this.sights = sights;
  }

  void published(Numbered notice) {
    published.add(notice.number());
  }

  @Override
  public void check(Laws.Commit commit) {
    Picture after = commit.after();
    for (Numbered each : after.owed().tailMap(lastNumber, false).values()) {
      lastNumber = each.number();
      owed(after, each.notice());
    }
    for (long number : commit.before().owed().keySet()) {
      unless(
          after.owed().containsKey(number) || published.contains(number),
          "a notice is published before it is forgotten",
          number);
    }
    if (commit.onlyNotices()) {
      return;
    }
    // While a batch of showing or hiding is still to come, its things wait for their notice.
    if (after.jobs().values().stream().allMatch(job -> job.chores().isEmpty())) {
      queues(after).forEach(this::knows);
    }
  }

  private void owed(Picture after, Notice notice) {
    for (Execution each : notice.pending()) {
      unless(!after.hidden(each), "hidden executions are never offered", notice);
    }
    if (notice.setChanged()) {
      lists.put(notice.thing(), notice.pending().stream().map(Execution::key).toList());
    }
    if (notice.nextChanged()) {
      nexts.put(notice.thing(), notice.next().map(Execution::key));
      sights.saw("next " + (notice.next().isPresent() ? "is another" : "is none"));
    }
  }

  private static Map<ThingName, Pending> queues(Picture picture) {
    var waiting = new TreeMap<ThingName, List<Execution>>();
    picture.things().keySet().forEach(name -> waiting.put(name, new ArrayList<>()));
    for (Execution each : picture.executions().values()) {
      if (each.pending() && !picture.hidden(each) && current(picture, each)) {
        waiting.computeIfAbsent(each.thing(), name -> new ArrayList<>()).add(each);
      }
    }
    var queues = new TreeMap<ThingName, Pending>();
    waiting.forEach((name, all) -> queues.put(name, Pending.of(all)));
    return queues;
  }

  private static boolean current(Picture picture, Execution each) {
    ThingId id = each.key().thing();
    return Optional.ofNullable(picture.things().get(each.thing()))
        .filter(thing -> thing.id().equals(id))
        .isPresent();
  }

  // What a thing found and started before its turn to be told is known to it anyhow.
  private void knows(ThingName thing, Pending queue) {
    List<ExecutionKey> told = lists.getOrDefault(thing, List.of());
    Set<ExecutionKey> missing = new HashSet<>(told);
    for (Execution each : queue.inOrder()) {
      unless(
          missing.remove(each.key()) || each.status() == Status.IN_PROGRESS,
          "a thing is told of what it has to do",
          each + " is not in " + told);
    }
    unless(missing.isEmpty(), "a thing is told of what it need not do", thing + " " + missing);
    Optional<Execution> next = queue.next().filter(each -> each.status() == Status.QUEUED);
    if (next.isPresent() || queue.next().isEmpty()) {
      unless(
          nexts.getOrDefault(thing, Optional.empty()).equals(next.map(Execution::key)),
          "a thing is told what is next",
          thing + " " + next + " but was told " + nexts.get(thing));
    }
  }
}
