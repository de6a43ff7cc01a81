package errand.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * A bar for long work: redrawn in place on a terminal, else a line every few seconds. Other lines
 * go through it, so that they do not end up inside the bar. Threads: one.
 */
final class Progress {
  private static final int BAR_CELLS = 30;
  private static final String CLEAR = "\r\u001b[K";
  private static final Duration LIVE_EVERY = Duration.ofMillis(100);
  private static final Duration LINE_EVERY = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final boolean live;
  private final InstantSource clock;
  private final Instant began;
  private Instant shown;

  Progress(PrintWriter out, boolean live, InstantSource clock) {
    this.out = out;
    this.live = live;
    this.clock = clock;
    this.began = clock.instant();
    this.shown = began;
  }

  /** Shows how far work is whose end is known, when it is time to. */
  void show(long done, long all, String words) {
    double part = all <= 0 ? 1 : Math.min(1, (double) done / all);
    int filled = (int) (BAR_CELLS * part);
    String bar = "#".repeat(filled) + "-".repeat(BAR_CELLS - filled);
    show(String.format(Locale.ROOT, "[%s] %3.0f%%  %s", bar, part * 100, words));
  }

  /** Shows how far the work is, when it is time to. */
  void show(String words) {
    Instant now = clock.instant();
    if (now.isBefore(shown.plus(live ? LIVE_EVERY : LINE_EVERY))) {
      return;
    }
    shown = now;
    if (live) {
      out.print(CLEAR + "  " + words);
    } else {
      out.println("  " + words);
    }
    out.flush();
  }

  /** Prints a line of its own. */
  void say(String line) {
    if (live) {
      out.print(CLEAR);
    }
    out.println(line);
  }

  /** Takes the bar away. */
  void end() {
    if (live) {
      out.print(CLEAR);
    }
    out.flush();
  }

  /** Since the work began. */
  Duration taken() {
    return Duration.between(began, clock.instant());
  }

  /** How many of something that is per second. */
  long perSecond(long count) {
    return count * 1000 / Math.max(1, taken().toMillis());
  }
}
