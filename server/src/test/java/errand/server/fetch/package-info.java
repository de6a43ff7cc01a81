/** Tests of {@code errand.server.fetch}. */
@NullMarked
package errand.server.fetch;

import org.jspecify.annotations.NullMarked;
