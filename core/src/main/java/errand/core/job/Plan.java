package errand.core.job;

import errand.core.name.Namespace;
import errand.core.schedule.Schedule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an operator does not change after the creation, but for targets added to a continuous job.
 *
 * @param targets in the order of the request, at least one
 * @param added how many of the targets, at the end, were added later
 * @param source where the document and its values came from
 */
public record Plan(
    Namespace namespace,
    List<Target> targets,
    int added,
    Selection selection,
    Schedule schedule,
    Source source) {
  /** Most targets of one job (control-plane 9). */
  public static final int TARGETS_MAX = 100;

  public Plan {
    targets = List.copyOf(targets);
  }

  /**
   * Where a document came from; all absent for one given in the request.
   *
   * @param url the address it was fetched from
   * @param templateArn the template it was made from
   * @param parameters values for a managed template's parameters, sorted by name
   * @param packageVersions ARNs of the package versions that the job installs
   */
  public record Source(
      Optional<String> url,
      Optional<String> templateArn,
      Map<String, String> parameters,
      List<String> packageVersions) {
    public static final Source REQUEST =
        new Source(Optional.empty(), Optional.empty(), Map.of(), List.of());

    public Source {
      parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
      packageVersions = List.copyOf(packageVersions);
    }
  }

  /** True when the target was added after the creation: its members run the job again. */
  public boolean later(int target) {
    return target >= targets.size() - added;
  }

  Plan with(List<Target> more) {
    var all = new ArrayList<>(targets);
    all.addAll(more);
    return new Plan(namespace, all, added + more.size(), selection, schedule, source);
  }
}
