/**
 * The names things go by: thing, thing type, group, job and namespace, each parsed once at the
 * edge. Nothing here looks anything up. Every room may enter.
 */
@NullMarked
package errand.core.name;

import org.jspecify.annotations.NullMarked;
