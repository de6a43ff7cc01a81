package errand.server.store;

import errand.core.app.Sight;
import errand.core.app.Tx;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.job.Job;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A snapshot of the database, and a list of what was found there, for the image to keep. */
final class FillingSight implements Sight {
  private final Tx tx;
  private final Image image;
  private final List<Runnable> found;

  private FillingSight(Tx tx, Image image, List<Runnable> found) {
    this.tx = tx;
    this.image = image;
    this.found = found;
  }

  /** What has been found by looks through {@link #on}. */
  static final class Findings {
    private final List<Runnable> found = new ArrayList<>();

    Sight on(Tx tx, Image image) {
      return new FillingSight(tx, image, found);
    }

    void fill() {
      found.forEach(Runnable::run);
    }
  }

  @Override
  public Optional<Thing> thing(ThingName name) {
    return kept(image.things, name, tx.things().find(name));
  }

  @Override
  public Optional<Execution> latest(ThingId thing, JobId job) {
    return kept(image.latest, new Image.Run(thing, job), tx.executions().latest(thing, job));
  }

  @Override
  public Optional<Execution> execution(ExecutionKey key) {
    Optional<Execution> latest = latest(key.thing(), key.job());
    return latest.filter(each -> each.key().equals(key)).isPresent()
        ? latest
        : tx.executions().find(key);
  }

  @Override
  public List<Execution> pending(ThingId thing, Namespace namespace) {
    List<Execution> all = List.copyOf(tx.history().pendingEverywhere(thing));
    found.add(() -> image.pending.fill(thing, all));
    return Queues.shown(all, namespace, this::job);
  }

  private Optional<Job> job(JobId id) {
    return kept(image.jobs, id, tx.jobs().find(id));
  }

  @Override
  public Optional<String> document(JobId job) {
    return kept(image.documents, job, tx.jobs().document(job));
  }

  private <K, V> Optional<V> kept(Shelf<K, V> shelf, K key, Optional<V> value) {
    value.ifPresent(each -> found.add(() -> shelf.fill(key, each)));
    return value;
  }
}
