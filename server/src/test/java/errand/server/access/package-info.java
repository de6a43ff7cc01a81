/**
 * What devices may do, tried out on a running server with real clients. No unit tests. Entered by
 * nobody.
 */
@NullMarked
package errand.server.access;

import org.jspecify.annotations.NullMarked;
