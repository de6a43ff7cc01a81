/**
 * Who is who: the local certificate authority, operator access keys and the check of SigV4
 * signatures.
 *
 * <p>Not inside: listeners and routes (http), what a caller may do, and which certificate belongs
 * to which thing (the registry decides that by fingerprint).
 *
 * <p>The rooms http, mqtt, console and cli may enter, and Main builds it; this room enters no
 * other.
 */
@NullMarked
package errand.server.identity;

import org.jspecify.annotations.NullMarked;
