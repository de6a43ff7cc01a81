/**
 * The job: what was asked for, how it lives and ends, and what one execution's end means for it. No
 * storage, no placing of executions (see {@code rollout}). Entered by {@code app} and the edges
 * that show a job.
 */
@NullMarked
package errand.core.job;

import org.jspecify.annotations.NullMarked;
