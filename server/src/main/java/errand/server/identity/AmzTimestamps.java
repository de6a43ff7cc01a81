package errand.server.identity;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** The timestamps of signatures, such as {@code 20250131T235959Z}. */
final class AmzTimestamps {
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private AmzTimestamps() {}

  static String text(Instant instant) {
    return BASIC.format(instant.atOffset(ZoneOffset.UTC));
  }

  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, BASIC).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The Date header, in HTTP's form or in the one above. */
  static Optional<Instant> parseHttpDate(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return parse(text);
    }
  }
}
