/**
 * When a job may run: its start, its end and its maintenance windows, in UTC. Arithmetic over
 * instants only; nothing is started here. Entered by {@code job}, {@code app} and the edges that
 * read and show a schedule.
 */
@NullMarked
package errand.core.schedule;

import org.jspecify.annotations.NullMarked;
