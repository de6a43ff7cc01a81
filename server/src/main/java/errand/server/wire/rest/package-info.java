/**
 * A call and its reply as both planes see them over HTTP, free of any listener. Path segments and
 * query are decoded, the body is raw. Entered by the wire rooms and {@code http}.
 */
@NullMarked
package errand.server.wire.rest;

import org.jspecify.annotations.NullMarked;
