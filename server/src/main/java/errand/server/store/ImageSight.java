package errand.server.store;

import errand.core.app.Sight;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is committed and in memory; whatever else is asked for ends the look. */
record ImageSight(Image image) implements Sight {
  @Override
  public Optional<Thing> thing(ThingName name) {
    return here(image.things.committed(name));
  }

  @Override
  public Optional<Execution> latest(ThingId thing, JobId job) {
    return here(image.latest.committed(new Image.Run(thing, job)));
  }

  @Override
  public Optional<Execution> execution(ExecutionKey key) {
    Optional<Execution> latest = latest(key.thing(), key.job());
    return latest.orElseThrow().key().equals(key) ? latest : here(null);
  }

  @Override
  public List<Execution> pending(ThingId thing, Namespace namespace) {
    return Queues.shown(
        here(image.pending.committed(thing)).orElseThrow(),
        namespace,
        job -> here(image.jobs.committed(job)));
  }

  @Override
  public Optional<String> document(JobId job) {
    return here(image.documents.committed(job));
  }

  private static <T> Optional<T> here(@Nullable T value) {
    if (value == null) {
      throw new Image.NotHere();
    }
    return Optional.of(value);
  }
}
