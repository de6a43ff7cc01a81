/**
 * The load generator: servers in processes of their own, connections that keep asking them, and the
 * figures that come of it. Not inside: anything the server needs. Nobody enters; {@link
 * errand.bench.Main} is started from the command line.
 */
@NullMarked
package errand.bench;

import org.jspecify.annotations.NullMarked;
