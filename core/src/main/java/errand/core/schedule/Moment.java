package errand.core.schedule;

import java.time.Instant;

/**
 * An instant an operator named.
 *
 * @param text as sent, which is how it is shown again
 */
public record Moment(Instant at, String text) {}
