/** Tests of connections before anybody knows whose they are. */
@NullMarked
package errand.server.line;

import org.jspecify.annotations.NullMarked;
