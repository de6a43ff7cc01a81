/**
 * Events as operators' programs see them: topics and JSON. Nothing is decided or sent here. Entered
 * by {@code events} and {@code Server}.
 */
@NullMarked
package errand.server.wire.event;

import org.jspecify.annotations.NullMarked;
