package errand.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The figures of both servers, and how they compare, as text. Medians over rounds throughout. */
final class Report {
  private static final int COLUMN = 12;

  private final List<Pair> pairs;

  Report(List<Pair> pairs) {
    this.pairs = List.copyOf(pairs);
  }

  /** One round of each, one right after the other. */
  record Pair(Figures errand, Figures echo) {}

  private double ratio(ToDoubleFunction<Figures> figure) {
    return median(
        pairs.stream()
            .mapToDouble(
                pair -> figure.applyAsDouble(pair.errand()) / figure.applyAsDouble(pair.echo()))
            .toArray());
  }

  String text() {
    return "%-32s%12s%12s%12s%n".formatted("", "Errand", "bare echo", "ratio")
        + compared("requests a second", 0, Figures::perSecond)
        + compared("answer time p50, ms", 2, Figures::p50Millis)
        + compared("answer time p99, ms", 2, Figures::p99Millis)
        + compared("server CPU a request, µs", 1, Figures::serverMicros)
        + line("server CPU, cores", 2, Figures::serverCores, "")
        + line("driver CPU, cores", 2, Figures::driverCores, "")
        + line("bytes to disk a request", 0, Figures::bytesWritten, "");
  }

  private String compared(String what, int decimals, ToDoubleFunction<Figures> figure) {
    return line(what, decimals, figure, number(ratio(figure), 2));
  }

  private String line(String what, int decimals, ToDoubleFunction<Figures> figure, String ratio) {
    return "%-32s".formatted(what)
        + number(medianOf(figure, Pair::errand), decimals)
        + number(medianOf(figure, Pair::echo), decimals)
        + ratio
        + System.lineSeparator();
  }

  private double medianOf(ToDoubleFunction<Figures> figure, Function<Pair, Figures> side) {
    return median(pairs.stream().map(side).mapToDouble(figure).toArray());
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%" + COLUMN + "." + decimals + "f", value);
  }

  /** The middle value, or the mean of the two in the middle; NaN of none. */
  static double median(double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    var half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
