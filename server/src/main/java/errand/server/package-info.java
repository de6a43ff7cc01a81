/**
 * Puts the house together: settings, the wiring of all rooms, start and stop. No protocol and no
 * rule is here. Nobody enters but {@code Main} and the tests.
 */
@NullMarked
package errand.server;

import org.jspecify.annotations.NullMarked;
