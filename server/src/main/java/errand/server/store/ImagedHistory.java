package errand.server.store;

import errand.core.app.HistoryRows;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.fleet.ThingId;
import java.util.List;
import java.util.Optional;

/** A thing's executions in the writer's transaction; the image is told of those that go. */
record ImagedHistory(HistoryRows rows, Image image) implements HistoryRows {
  @Override
  public List<Execution> list(ThingId thing, Filter filter, Optional<Long> belowOrder, int limit) {
    return rows.list(thing, filter, belowOrder, limit);
  }

  @Override
  public List<Execution> pendingEverywhere(ThingId thing) {
    return rows.pendingEverywhere(thing);
  }

  @Override
  public boolean delete(ExecutionKey key) {
    ImagedExecutions.forget(image, key);
    return rows.delete(key);
  }
}
