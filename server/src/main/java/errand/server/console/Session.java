package errand.server.console;

import java.time.Instant;

/**
 * Somebody who has signed in.
 *
 * @param keyId the access key whose rights the session has, for as long as the key is there
 * @param csrf what each request that changes something must show besides the cookie
 * @param until when it ends whatever happens
 */
record Session(String keyId, String csrf, Instant until) {}
