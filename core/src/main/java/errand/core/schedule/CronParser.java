package errand.core.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link Cron} expressions. One use, one thread. */
final class CronParser {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private static final Pattern WHOLE = Pattern.compile("cron\\((.{1,200})\\)");
  private static final Pattern NEAREST_WEEKDAY = Pattern.compile("([0-9]{1,2})W");
  private static final Pattern LAST = Pattern.compile("([0-9A-Z]{1,3})L");
  private static final Pattern NTH = Pattern.compile("([0-9A-Z]{1,3})#([1-5])");

  private final String text;

  CronParser(String text) {
    this.text = text;
  }

  /** A field that does not parse. */
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Optional<Cron> parse() {
    Matcher whole = WHOLE.matcher(text);
    if (!whole.matches()) {
      return Optional.empty();
    }
    List<String> fields = List.of(whole.group(1).strip().toUpperCase(Locale.ROOT).split("\\s+"));
    try {
      return fields.size() == 6 ? Optional.of(cron(fields)) : Optional.empty();
    } catch (Malformed notCron) {
      return Optional.empty();
    }
  }

  private Cron cron(List<String> fields) {
    String ofMonth = fields.get(2);
    String ofWeek = fields.get(4);
    if (ofMonth.equals("?") == ofWeek.equals("?")) {
      throw new Malformed();
    }
    return new Cron(
        text,
        set(fields.get(0), 0, 59, List.of(), 0),
        set(fields.get(1), 0, 23, List.of(), 0),
        ofWeek.equals("?") ? ofMonth(ofMonth) : ofWeek(ofWeek),
        set(fields.get(3), 1, 12, MONTHS, 1),
        set(fields.get(5), Cron.YEAR_MIN, Cron.YEAR_MAX, List.of(), 0));
  }

  private static Cron.DayRule ofMonth(String field) {
    if (field.equals("L")) {
      return day -> day.getDayOfMonth() == day.lengthOfMonth();
    }
    if (field.equals("LW") || field.equals("WL")) {
      return day -> day.equals(nearestWeekday(day.withDayOfMonth(day.lengthOfMonth())));
    }
    Matcher nearest = NEAREST_WEEKDAY.matcher(field);
    if (nearest.matches()) {
      int wanted = number(nearest.group(1), 1, 31, List.of(), 0);
      return day ->
          wanted <= day.lengthOfMonth() && day.equals(nearestWeekday(day.withDayOfMonth(wanted)));
    }
    BitSet days = set(field, 1, 31, List.of(), 0);
    return day -> days.get(day.getDayOfMonth());
  }

  // Saturday moves to Friday and Sunday to Monday, but never into another month.
  private static LocalDate nearestWeekday(LocalDate day) {
    return switch (day.getDayOfWeek()) {
      case SATURDAY -> day.getDayOfMonth() == 1 ? day.plusDays(2) : day.minusDays(1);
      case SUNDAY ->
          day.getDayOfMonth() == day.lengthOfMonth() ? day.minusDays(2) : day.plusDays(1);
      default -> day;
    };
  }

  private static Cron.DayRule ofWeek(String field) {
    if (field.equals("L")) {
      return day -> day.getDayOfWeek() == DayOfWeek.SATURDAY;
    }
    Matcher last = LAST.matcher(field);
    if (last.matches()) {
      DayOfWeek wanted = weekday(last.group(1));
      return day -> day.equals(day.with(TemporalAdjusters.lastInMonth(wanted)));
    }
    Matcher nth = NTH.matcher(field);
    if (nth.matches()) {
      DayOfWeek wanted = weekday(nth.group(1));
      int which = Integer.parseInt(nth.group(2));
      return day -> day.getDayOfWeek() == wanted && (day.getDayOfMonth() - 1) / 7 + 1 == which;
    }
    BitSet days = set(field, 1, 7, DAYS, 1);
    return day -> days.get(day.getDayOfWeek().getValue() % 7 + 1);
  }

  // 1 is Sunday here and 7 is Sunday in Java.
  private static DayOfWeek weekday(String word) {
    int number = number(word, 1, 7, DAYS, 1);
    return number == 1 ? DayOfWeek.SUNDAY : DayOfWeek.of(number - 1);
  }

  private static BitSet set(String field, int min, int max, List<String> names, int firstName) {
    var set = new BitSet();
    for (String part : field.split(",", -1)) {
      String[] step = part.split("/", -1);
      if (step.length > 2) {
        throw new Malformed();
      }
      String[] ends =
          step[0].equals("*") ? new String[] {"" + min, "" + max} : step[0].split("-", -1);
      if (ends.length > 2) {
        throw new Malformed();
      }
      int from = number(ends[0], min, max, names, firstName);
      int to = to(ends, step, from, max, names, firstName);
      int by = step.length == 2 ? number(step[1], 1, max, List.of(), 0) : 1;
      for (int value = from; value <= to; value += by) {
        set.set(value);
      }
    }
    return set;
  }

  // A single value with a step runs on to the end of the field: 0/15 in minutes is 0, 15, 30, 45.
  private static int to(
      String[] ends, String[] step, int from, int max, List<String> names, int firstName) {
    if (ends.length == 1) {
      return step.length == 2 ? max : from;
    }
    return number(ends[1], from, max, names, firstName);
  }

  private static int number(String word, int min, int max, List<String> names, int firstName) {
    int named = names.indexOf(word);
    if (named < 0 && !word.matches("[0-9]{1,4}")) {
      throw new Malformed();
    }
    int value = named >= 0 ? named + firstName : Integer.parseInt(word);
    if (value < min || value > max) {
      throw new Malformed();
    }
    return value;
  }
}
