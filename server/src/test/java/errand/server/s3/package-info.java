/** Tests of {@code errand.server.s3}, by real clients. */
@NullMarked
package errand.server.s3;

import org.jspecify.annotations.NullMarked;
