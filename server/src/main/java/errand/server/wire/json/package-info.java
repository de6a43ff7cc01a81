/**
 * JSON in and out, as both planes need it: strict bytes to a tree, members with rules to values or
 * problems. No shape of either plane is known here. Entered by the wire rooms and the store.
 */
@NullMarked
package errand.server.wire.json;

import org.jspecify.annotations.NullMarked;
