/**
 * Servers to test against and clients that hide nothing of what they are sent. Nothing is asserted
 * here but that something arrives in time. Entered by the conformance tests.
 */
@NullMarked
package errand.server.conformance.support;

import org.jspecify.annotations.NullMarked;
