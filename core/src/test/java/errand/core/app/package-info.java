/**
 * Tests of the use cases; the promises of the ports, which every store must keep; and a store in
 * memory that keeps them. No database and no threads but those that the promises are about. Entered
 * by the tests of stores elsewhere and by the simulation.
 */
@NullMarked
package errand.core.app;

import org.jspecify.annotations.NullMarked;
