/**
 * A fleet in a box: the use cases over a store, a net, devices and operators that fail as a seed
 * says, in virtual time. No threads, no sockets, no SQL: those have tests of their own. Entered by
 * nobody; {@code docs/simulation.md} says how to use it.
 */
@NullMarked
package errand.core.sim;

import org.jspecify.annotations.NullMarked;
