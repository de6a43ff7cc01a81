/**
 * The catalog of software packages and their versions, as values. What runs on a thing is in {@code
 * fleet}; who may install what is decided by jobs. Entered by {@code document}, {@code job} and
 * {@code app}.
 */
@NullMarked
package errand.core.catalog;

import org.jspecify.annotations.NullMarked;
