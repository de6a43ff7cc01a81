/**
 * The query language of the fleet index: text to a query, a query asked of one thing, and what a
 * store may use to look at fewer things. No rows, no paging, no groups. Entered by {@code app},
 * which keeps things in an index and groups by query, and by the stores, which narrow.
 */
@NullMarked
package errand.core.fleet.query;

import org.jspecify.annotations.NullMarked;
