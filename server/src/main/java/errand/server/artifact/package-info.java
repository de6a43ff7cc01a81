/**
 * The files that devices fetch, on disk: contents by their digest, parts of uploads that go on.
 * What they are called is in the store; who may have them is decided in {@code s3}. Entered by
 * {@code s3}, {@code fetch} and the wiring.
 */
@NullMarked
package errand.server.artifact;

import org.jspecify.annotations.NullMarked;
