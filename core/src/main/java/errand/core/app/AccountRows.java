package errand.core.app;

import errand.core.fleet.EventSettings;
import errand.core.fleet.Indexing;
import java.util.Optional;

/** What the account chose for itself. */
public interface AccountRows {
  /** {@link EventSettings#UNTOUCHED} at the beginning. */
  EventSettings events();

  void put(EventSettings events);

  /** {@link Indexing#OFF} at the beginning. */
  Indexing indexing();

  void put(Indexing indexing);

  /** Whether jobs write down what they brought to things; not so at the beginning. */
  boolean versionsByJobs();

  void putVersionsByJobs(boolean enabled);

  /** The role that is named for it, which nothing here needs; empty at the beginning. */
  Optional<String> versionsRole();

  void putVersionsRole(String arn);
}
