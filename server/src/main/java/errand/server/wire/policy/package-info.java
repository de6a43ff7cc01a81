/**
 * Policy documents: JSON text to the core's values, with sentences for authors who went wrong. What
 * a document means is not here but in the core. Entered by whoever puts the server together.
 */
@NullMarked
package errand.server.wire.policy;

import org.jspecify.annotations.NullMarked;
