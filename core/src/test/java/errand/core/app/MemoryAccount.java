package errand.core.app;

import errand.core.fleet.EventSettings;
import errand.core.fleet.Indexing;
import java.util.Optional;

/** What the account chose, in memory. */
record MemoryAccount(MemoryTx tx) implements AccountRows {
  @Override
  public EventSettings events() {
    return tx.seen().events;
  }

  @Override
  public void put(EventSettings events) {
    tx.changed().events = events;
  }

  @Override
  public Indexing indexing() {
    return tx.seen().indexing;
  }

  @Override
  public void put(Indexing indexing) {
    tx.changed().indexing = indexing;
  }

  @Override
  public boolean versionsByJobs() {
    return tx.seen().versionsByJobs;
  }

  @Override
  public void putVersionsByJobs(boolean enabled) {
    tx.changed().versionsByJobs = enabled;
  }

  @Override
  public Optional<String> versionsRole() {
    return tx.seen().versionsRole;
  }

  @Override
  public void putVersionsRole(String arn) {
    tx.changed().versionsRole = Optional.of(arn);
  }
}
