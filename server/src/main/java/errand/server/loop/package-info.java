/**
 * Threads of the server's own that take turns at one piece of work until they are closed. Not
 * inside: what any of them does. Every room may enter.
 */
@NullMarked
package errand.server.loop;

import org.jspecify.annotations.NullMarked;
