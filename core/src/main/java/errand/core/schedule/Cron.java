package errand.core.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Optional;

/**
 * A cron expression as AWS writes it: {@code cron(min hour day-of-month month day-of-week year)},
 * six fields in UTC, exactly one of the two day fields a question mark. Source: control-plane 5
 * [doc].
 *
 * @param text as written
 */
public record Cron(
    String text, BitSet minutes, BitSet hours, DayRule days, BitSet months, BitSet years) {
  /** First year an expression may name. */
  static final int YEAR_MIN = 1970;

  /** Last year an expression may name. */
  static final int YEAR_MAX = 2199;

  /** Which days of a month match. */
  @FunctionalInterface
  interface DayRule {
    boolean matches(LocalDate day);
  }

  /** The expression, or empty when the text is not one. */
  public static Optional<Cron> parse(String text) {
    return new CronParser(text).parse();
  }

  /**
   * The first match strictly after an instant; empty when there is none up to {@link #YEAR_MAX}.
   */
  public Optional<Instant> next(Instant after) {
    var from =
        after.atOffset(ZoneOffset.UTC).toLocalDateTime().plusMinutes(1).withSecond(0).withNano(0);
    var month = YearMonth.from(from);
    while (month.getYear() <= YEAR_MAX) {
      if (years.get(month.getYear()) && months.get(month.getMonthValue())) {
        boolean first = month.equals(YearMonth.from(from));
        Optional<Instant> found =
            inMonth(
                month,
                first ? from.toLocalDate() : month.atDay(1),
                from.atOffset(ZoneOffset.UTC).toInstant());
        if (found.isPresent()) {
          return found;
        }
      }
      month = month.plusMonths(1);
    }
    return Optional.empty();
  }

  private Optional<Instant> inMonth(YearMonth month, LocalDate begin, Instant notBefore) {
    for (LocalDate day = begin; YearMonth.from(day).equals(month); day = day.plusDays(1)) {
      if (days.matches(day)) {
        Optional<Instant> found = inDay(day, notBefore);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> inDay(LocalDate day, Instant notBefore) {
    for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
      for (int minute = minutes.nextSetBit(0);
          minute >= 0;
          minute = minutes.nextSetBit(minute + 1)) {
        Instant at = day.atTime(hour, minute).toInstant(ZoneOffset.UTC);
        if (!at.isBefore(notBefore)) {
          return Optional.of(at);
        }
      }
    }
    return Optional.empty();
  }

  /** Two expressions are the same when they are written the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Cron cron && cron.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
