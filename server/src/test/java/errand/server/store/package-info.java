/**
 * Tests of the store: the contract of the ports over SQLite, and what is SQLite's alone. {@link
 * errand.server.store.StoreFigures} is no test but a measurement to be run by hand. Entered by
 * nobody.
 */
@NullMarked
package errand.server.store;

import org.jspecify.annotations.NullMarked;
