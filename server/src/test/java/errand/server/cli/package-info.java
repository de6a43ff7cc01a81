/**
 * The commands, run as people run them, against a server in this process. What the server itself
 * does is tested elsewhere. Entered by nobody.
 */
@NullMarked
package errand.server.cli;

import org.jspecify.annotations.NullMarked;
