/**
 * The data: one SQL store behind the ports of {@code errand.core.app}, its schema files, and the
 * ids that sort by time. No rule about jobs is decided here, and no other room sees SQL or a
 * connection. Entered only by {@code Main}, which opens the store and hands it on as a port.
 */
@NullMarked
package errand.server.store;

import org.jspecify.annotations.NullMarked;
