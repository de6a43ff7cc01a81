/**
 * The commands people type: their options, their words and their pictures. They use the server
 * through its own protocols only; what starts a server is handed in. Entered by {@code Main}.
 */
@NullMarked
package errand.server.cli;

import org.jspecify.annotations.NullMarked;
