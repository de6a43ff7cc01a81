/**
 * Listeners for HTTP and HTTPS: a request comes out as a record, an answer goes in as one, and
 * whatever is wrong below that (syntax, size, slowness, TLS) is dealt with here.
 *
 * <p>Not inside: what certificates and signatures are worth (identity), shapes and error codes of
 * operations (wire), and what an operation does (core.app).
 *
 * <p>Main builds it, and the rooms console and junit may enter; this room enters identity only for
 * the form in which a signature is checked.
 */
@NullMarked
package errand.server.http;

import org.jspecify.annotations.NullMarked;
