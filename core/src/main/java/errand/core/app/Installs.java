package errand.core.app;

import errand.core.catalog.Destination;
import errand.core.catalog.Release;
import errand.core.execution.Execution;
import errand.core.fleet.Installed;
import errand.core.fleet.ThingId;
import errand.core.job.Job;
import errand.core.name.VersionName;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes down what a job brought to a thing that succeeded with it, within a transaction of the
 * caller; the thing joins and leaves dynamic groups by that. Source: control-plane 11.2.
 */
public final class Installs {
  private final Memberships memberships;

  public Installs(Memberships memberships) {
    this.memberships = memberships;
  }

  /** True when there may be notices owed. */
  boolean succeeded(Tx tx, List<Execution> executions, Instant now) {
    boolean moved = false;
    for (Execution each : executions) {
      List<Destination> destinations =
          tx.jobs()
              .find(each.job())
              .map(Job::plan)
              .map(plan -> plan.source().settledVersions())
              .orElse(List.of());
      if (!destinations.isEmpty() && tx.account().versionsByJobs()) {
        destinations.forEach(destination -> install(tx, each.key().thing(), destination));
        moved |= Dynamics.in(tx, memberships, now).reconsider(each.thing());
      }
    }
    return moved;
  }

  private static void install(Tx tx, ThingId thing, Destination destination) {
    destination
        .versionName()
        .ifPresentOrElse(
            version -> tx.installed().put(thing, installed(tx, destination, version)),
            () -> tx.installed().remove(thing, destination.name()));
  }

  // The version may have been deleted since; what the device runs is known all the same.
  private static Installed installed(Tx tx, Destination destination, VersionName version) {
    Map<String, String> attributes =
        tx.catalog()
            .find(destination.name(), version)
            .map(Release::content)
            .map(Release.Content::attributes)
            .orElse(Map.of());
    return new Installed(destination.name(), version, attributes);
  }
}
