/**
 * One thing's run of one job: its states, what may change them, and the queue a thing works
 * through. Pure values and functions; no job-wide rule and no storage. Entered by {@code job},
 * {@code app} and the edges that show an execution.
 */
@NullMarked
package errand.core.execution;

import org.jspecify.annotations.NullMarked;
