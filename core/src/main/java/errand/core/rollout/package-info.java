/**
 * How many executions of a job may be placed now, and when to look again. Arithmetic over instants
 * and counts only; it places nothing itself. Entered by {@code app}.
 */
@NullMarked
package errand.core.rollout;

import org.jspecify.annotations.NullMarked;
