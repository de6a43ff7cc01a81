/**
 * The record of who did what, as values: an entry, who is behind it, how it ended. No rules, no
 * rows. Entered by {@code app} and the server's rooms.
 */
@NullMarked
package errand.core.audit;

import org.jspecify.annotations.NullMarked;
