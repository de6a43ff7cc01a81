/**
 * Made-up input of every kind thrown at a server, while a well-behaved neighbour goes on working.
 * What each kind of bad input is answered is in the conformance tests. Entered by nobody.
 */
@NullMarked
package errand.server.fuzz;

import org.jspecify.annotations.NullMarked;
