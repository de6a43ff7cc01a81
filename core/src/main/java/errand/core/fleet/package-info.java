/**
 * Things, their types and groups, tags, what the account chose, and the certificates that speak for
 * things, as values. No storage and no cryptography. Entered by {@code app} and the edges that show
 * them.
 */
@NullMarked
package errand.core.fleet;

import org.jspecify.annotations.NullMarked;
