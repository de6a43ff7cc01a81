/**
 * Takes events out of the store to those who want them: subscribers on MQTT and webhooks. Each
 * reader has its own place, so a slow one holds up nobody else. Entered by {@code Server}.
 */
@NullMarked
package errand.server.events;

import org.jspecify.annotations.NullMarked;
