/** Tests of how events reach their readers. */
@NullMarked
package errand.server.events;

import org.jspecify.annotations.NullMarked;
