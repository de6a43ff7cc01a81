package errand.core.app;

import errand.core.audit.AuditEntry;
import errand.core.audit.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The record of who did what. Entries are added and, when they are old, dropped; none changes. */
public interface AuditRows {
  void add(AuditEntry entry);

  /** A page, in the order in which the entries were written or the reverse. */
  List<Numbered> list(Window window);

  /** Drops the oldest from before an instant, at most {@code limit}; how many. */
  int dropBefore(Instant instant, int limit);

  /**
   * Drops the oldest that were not done, so that the newest {@code keep} of them stay, at most
   * {@code limit}; how many. Strangers can cause these, so their number is bounded.
   */
  int dropUndone(long keep, int limit);

  /** An entry with its place in the order of writing. */
  record Numbered(long number, AuditEntry entry) {}

  /**
   * What is looked for; what is absent does not matter.
   *
   * @param from the first instant that counts
   * @param until the first that does not count any more
   * @param actor the id of a key or certificate
   * @param resource such as {@code thing/pump-1}
   */
  record Filter(
      Optional<Instant> from,
      Optional<Instant> until,
      Optional<String> actor,
      Optional<String> resource,
      Optional<String> action,
      Optional<Outcome> outcome) {
    public static final Filter ALL =
        new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * Which entries to list.
   *
   * @param after where the page before ended
   * @param ascending oldest first
   */
  record Window(Filter filter, Optional<Long> after, boolean ascending, int limit) {}
}
