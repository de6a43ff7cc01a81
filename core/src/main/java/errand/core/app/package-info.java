/**
 * The use cases and the ports they need: each use case opens one transaction, loads, decides,
 * saves. No SQL, no JSON, no sockets. Entered by the server's rooms, which also implement the
 * ports.
 */
@NullMarked
package errand.core.app;

import org.jspecify.annotations.NullMarked;
