package errand.core.execution;

import errand.core.name.Namespace;
import java.time.Instant;

/**
 * What is fixed when an execution is placed.
 *
 * @param namespace the queue it stands in
 * @param attempt retries of the same job on the same thing that came before, from 0
 * @param order place in the order of all placements; breaks ties of {@code queuedAt}
 */
public record Origin(Namespace namespace, int attempt, Instant queuedAt, long order) {}
