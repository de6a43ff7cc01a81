package errand.core.job;

import errand.core.name.Namespace;
import java.util.List;
import java.util.Optional;

/**
 * What is fixed when a job is created.
 *
 * @param targets in the order of the request, at least one
 * @param documentSource where the document came from, when it was not given in the request
 */
public record Plan(
    Namespace namespace,
    List<Target> targets,
    Selection selection,
    Optional<String> documentSource,
    Optional<String> templateArn) {
  public Plan {
    targets = List.copyOf(targets);
  }
}
