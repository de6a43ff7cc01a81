/**
 * The control plane as operators see it: routes, JSON shapes, validation sentences and error names.
 * Nothing is decided here; no socket and no row is touched. Entered by {@code http} and {@code
 * Main}.
 */
@NullMarked
package errand.server.wire.control;

import org.jspecify.annotations.NullMarked;
