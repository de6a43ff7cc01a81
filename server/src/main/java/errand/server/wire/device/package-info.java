/**
 * The device protocol as devices see it: topics, paths, JSON shapes and error names, for MQTT and
 * for HTTPS. Nothing is decided here; no socket and no row is touched. Entered by {@code mqtt},
 * {@code http} and {@code Main}.
 */
@NullMarked
package errand.server.wire.device;

import org.jspecify.annotations.NullMarked;
