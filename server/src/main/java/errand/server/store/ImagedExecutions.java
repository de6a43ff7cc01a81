package errand.server.store;

import errand.core.app.ExecutionRows;
import errand.core.app.HistoryRows;
import errand.core.app.JobRows;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Status;
import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Executions of the writer's transaction, found in memory when they are there. */
record ImagedExecutions(ExecutionTable rows, HistoryRows history, JobRows jobs, Image image)
    implements ExecutionRows {
  @Override
  public Optional<Execution> find(ExecutionKey key) {
    Execution latest = image.latest.peek(run(key));
    return latest != null && latest.key().equals(key) ? Optional.of(latest) : rows.find(key);
  }

  @Override
  public Optional<Execution> latest(ThingId thing, JobId job) {
    return image.latest.find(new Image.Run(thing, job), _ -> rows.latest(thing, job));
  }

  @Override
  public List<Execution> attempts(ThingId thing, JobId job) {
    return rows.attempts(thing, job);
  }

  @Override
  public List<Execution> pending(ThingId thing, Namespace namespace) {
    List<Execution> all =
        image
            .pending
            .find(thing, id -> Optional.of(List.copyOf(history.pendingEverywhere(id))))
            .orElseThrow();
    return Queues.shown(all, namespace, jobs::find);
  }

  @Override
  public void insert(Execution execution) {
    forget(image, execution.key());
    rows.insert(execution);
  }

  @Override
  public boolean update(Execution execution, Status loadedStatus, int loadedVersion) {
    Execution before = image.latest.peek(run(execution.key()));
    if (before == null
        || !before.key().equals(execution.key())
        || before.status() != loadedStatus
        || before.version() != loadedVersion) {
      forget(image, execution.key());
      return rows.update(execution, loadedStatus, loadedVersion);
    }
    Execution after = Stored.execution(execution);
    boolean changed = rows.update(before, after);
    if (changed) {
      changed(after);
    } else {
      forget(image, execution.key());
    }
    return changed;
  }

  // It was the latest, so it still is.
  private void changed(Execution execution) {
    ThingId thing = execution.key().thing();
    image.latest.keep(run(execution.key()), execution);
    List<Execution> pending = image.pending.peek(thing);
    if (pending == null) {
      image.pending.forget(thing);
    } else {
      image.pending.keep(thing, Queues.after(pending, execution));
    }
  }

  @Override
  public List<Execution> list(
      JobId job, Optional<Status> status, Optional<Place> below, int limit) {
    return rows.list(job, status, below, limit);
  }

  @Override
  public List<Execution> due(Instant now, int limit) {
    return rows.due(now, limit);
  }

  /** The group has added, changed or taken away this execution. */
  static void forget(Image image, ExecutionKey key) {
    image.latest.forget(run(key));
    image.pending.forget(key.thing());
  }

  private static Image.Run run(ExecutionKey key) {
    return new Image.Run(key.thing(), key.job());
  }
}
