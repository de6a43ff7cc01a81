package errand.core.job;

import errand.core.catalog.Destination;
import errand.core.name.Namespace;
import errand.core.schedule.Schedule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What an operator does not change after the creation, but for targets added to a continuous job.
 *
 * @param targets in the order of the request, at least one
 * @param added when each of the targets that came later, at the end, was added: its place in the
 *     order of joins, jobs and placements
 * @param source where the document and its values came from
 */
public record Plan(
    Namespace namespace,
    List<Target> targets,
    List<Long> added,
    Selection selection,
    Schedule schedule,
    Source source) {
  public Plan {
    targets = List.copyOf(targets);
    added = List.copyOf(added);
  }

  /**
   * Where a document came from; all absent for one given in the request.
   *
   * @param url the address it was fetched from
   * @param templateArn the template it was made from
   * @param parameters values for a managed template's parameters, sorted by name
   * @param packageVersions what the job brings things to, as it was asked for
   * @param settledVersions the same, a version's name in place of each default
   */
  public record Source(
      Optional<String> url,
      Optional<String> templateArn,
      Map<String, String> parameters,
      List<Destination> packageVersions,
      List<Destination> settledVersions) {
    public static final Source REQUEST =
        new Source(Optional.empty(), Optional.empty(), Map.of(), List.of());

    /** Before anything is settled. */
    public Source(
        Optional<String> url,
        Optional<String> templateArn,
        Map<String, String> parameters,
        List<Destination> packageVersions) {
      this(url, templateArn, parameters, packageVersions, packageVersions);
    }

    public Source {
      parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
      packageVersions = List.copyOf(packageVersions);
      settledVersions = List.copyOf(settledVersions);
    }

    /** The same with its destinations settled. */
    public Source settled(List<Destination> versions) {
      return new Source(url, templateArn, parameters, packageVersions, versions);
    }
  }

  /** When the target was added, if it was after the creation: its members run the job again. */
  public OptionalLong added(int target) {
    int later = target - (targets.size() - added.size());
    return later >= 0 ? OptionalLong.of(added.get(later)) : OptionalLong.empty();
  }

  Plan with(List<Target> more, long order) {
    var all = new ArrayList<>(targets);
    all.addAll(more);
    var orders = new ArrayList<>(added);
    orders.addAll(Collections.nCopies(more.size(), order));
    return new Plan(namespace, all, orders, selection, schedule, source);
  }
}
