/**
 * The registry as AWS's own client for Java sees it: every operation, what it answers and how it
 * refuses, at each limit and one beyond. What the client cannot be made to send goes over plain
 * HTTPS. Entered by nobody.
 */
@NullMarked
package errand.server.conformance.registry;

import org.jspecify.annotations.NullMarked;
