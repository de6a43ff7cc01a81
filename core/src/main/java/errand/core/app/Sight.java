package errand.core.app;

import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/**
 * The few rows that devices ask for over and over, within one {@link Store#glance}; each means what
 * the method of the same name means in a {@link Tx}. Not to be used after it, nor from another
 * thread.
 */
public interface Sight {
  Optional<Thing> thing(ThingName name);

  /** The execution with the highest number. */
  Optional<Execution> latest(ThingId thing, JobId job);

  Optional<Execution> execution(ExecutionKey key);

  /** The queue; see {@link ExecutionRows#pending}. */
  List<Execution> pending(ThingId thing, Namespace namespace);

  /** The job's document, as JSON text. */
  Optional<String> document(JobId job);
}
