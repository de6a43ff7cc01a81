/**
 * Files that devices fetch, as values: their names, what is known of their content, and the
 * addresses that name them. No bytes, no signing. Entered by {@code document} and {@code app}.
 */
@NullMarked
package errand.core.artifact;

import org.jspecify.annotations.NullMarked;
