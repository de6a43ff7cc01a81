/**
 * Tests of the query language: tables of queries with what they find, and seeded nonsense. No rows.
 * Entered by nobody.
 */
@NullMarked
package errand.core.fleet.query;

import org.jspecify.annotations.NullMarked;
