/**
 * The start of the program: what wires the rooms together and the settings they are wired by. No
 * rule, no protocol and no storage is here. Nobody may enter: {@code Main} depends on every room,
 * and no room on it.
 */
@NullMarked
package errand.server;

import org.jspecify.annotations.NullMarked;
