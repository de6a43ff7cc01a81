/**
 * The fleet index from outside: an in-process server asked by the AWS SDK, with devices on MQTT. No
 * row is looked at. Entered by nobody.
 */
@NullMarked
package errand.server.index;

import org.jspecify.annotations.NullMarked;
