/**
 * For users' own tests: a server in the test's process, with a clock that the test moves. Nothing
 * of the server is shown but where it listens and how to sign. Entered by tests that drive device
 * code.
 */
@NullMarked
package errand.junit;

import org.jspecify.annotations.NullMarked;
