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

/** What a transaction sees, for what needs no more of it. */
record TxSight(Tx tx) implements Sight {
  @Override
  public Optional<Thing> thing(ThingName name) {
    return tx.things().find(name);
  }

  @Override
  public Optional<Execution> latest(ThingId thing, JobId job) {
    return tx.executions().latest(thing, job);
  }

  @Override
  public Optional<Execution> execution(ExecutionKey key) {
    return tx.executions().find(key);
  }

  @Override
  public List<Execution> pending(ThingId thing, Namespace namespace) {
    return tx.executions().pending(thing, namespace);
  }

  @Override
  public Optional<String> document(JobId job) {
    return tx.jobs().document(job);
  }
}
