/**
 * Bytes both ways over a connection, as one room hands it to another: the HTTP listeners accept it,
 * the broker talks on it; and how many connections an address may have at all doors together. Not
 * inside: anything that knows a protocol, a listener or a library. The rooms http and mqtt may
 * enter, and the wiring that joins them.
 */
@NullMarked
package errand.server.line;

import org.jspecify.annotations.NullMarked;
