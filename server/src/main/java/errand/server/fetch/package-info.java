/**
 * Fetches what operators point to, without letting them point the server at what only it can reach.
 * Entered by the wiring only.
 */
@NullMarked
package errand.server.fetch;

import org.jspecify.annotations.NullMarked;
