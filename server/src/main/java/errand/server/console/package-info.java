/**
 * The web console: who is signed in, the files of its pages, and the streams that keep pages up to
 * date. Its pages ask for the operations of the control plane, as any client does, so what a page
 * shows and may do is what those say.
 *
 * <p>Not inside: operations and their shapes (wire.control), listeners (http), keys (identity).
 * Only the wiring enters this room.
 */
@NullMarked
package errand.server.console;

import org.jspecify.annotations.NullMarked;
