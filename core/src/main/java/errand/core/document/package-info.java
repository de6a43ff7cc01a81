/**
 * Job documents: what is replaced in them and when. No fetching and no signing. Entered by {@code
 * app}.
 */
@NullMarked
package errand.core.document;

import org.jspecify.annotations.NullMarked;
