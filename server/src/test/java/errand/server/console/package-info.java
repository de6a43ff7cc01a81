/** The console over HTTP, and its pages in a real browser. */
@NullMarked
package errand.server.console;

import org.jspecify.annotations.NullMarked;
