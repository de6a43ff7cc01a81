/** Tests of {@code errand.server.s3}, by real clients. */
@NullMarked
package errand.server.artifact;

import org.jspecify.annotations.NullMarked;
