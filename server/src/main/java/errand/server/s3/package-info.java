/**
 * A subset of S3 over the HTTP listeners, path-style: requests that are signed for {@code s3}, and
 * links. Reads and writes the files of {@code artifact}; knows nothing of jobs. Entered by the
 * wiring only.
 */
@NullMarked
package errand.server.s3;

import org.jspecify.annotations.NullMarked;
