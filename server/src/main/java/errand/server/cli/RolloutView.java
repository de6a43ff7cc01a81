package errand.server.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/**
 * A rollout as one line: a bar of what has ended and the counts per status. On a terminal the line
 * is redrawn in place, elsewhere it is printed anew when it changes.
 */
final class RolloutView {
  private static final int BAR_CELLS = 30;

  private static final Map<String, String> COUNTERS = counters();

  private final PrintWriter out;
  private final boolean live;
  // At least; a job may have more executions later, when more things are placed or join.
  private final long things;
  private String shown = "";

  RolloutView(PrintWriter out, boolean live, long things) {
    this.out = out;
    this.live = live;
    this.things = things;
  }

  private static Map<String, String> counters() {
    var counters = new LinkedHashMap<String, String>();
    counters.put("numberOfQueuedThings", "queued");
    counters.put("numberOfInProgressThings", "in progress");
    counters.put("numberOfSucceededThings", "succeeded");
    counters.put("numberOfFailedThings", "failed");
    counters.put("numberOfRejectedThings", "rejected");
    counters.put("numberOfTimedOutThings", "timed out");
    counters.put("numberOfCanceledThings", "canceled");
    counters.put("numberOfRemovedThings", "removed");
    return counters;
  }

  /** Shows {@code jobProcessDetails}. */
  void show(JsonNode details) {
    String line = line(details);
    if (line.equals(shown)) {
      return;
    }
    shown = line;
    if (live) {
      out.print("\r\u001b[K" + line);
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Leaves the last line standing. */
  void end() {
    if (live) {
      out.println();
      out.flush();
    }
  }

  /** Executions there are. */
  static long placed(JsonNode details) {
    long all = 0;
    for (String counter : COUNTERS.keySet()) {
      all += details.path(counter).asLong(0);
    }
    return all;
  }

  /** Executions that have ended. */
  static long ended(JsonNode details) {
    return placed(details)
        - details.path("numberOfQueuedThings").asLong(0)
        - details.path("numberOfInProgressThings").asLong(0);
  }

  private String line(JsonNode details) {
    long ended = ended(details);
    long all = Math.max(things, placed(details));
    int filled = all == 0 ? BAR_CELLS : (int) (BAR_CELLS * ended / all);
    var counts = new StringJoiner(", ");
    COUNTERS.forEach(
        (counter, word) -> {
          long count = details.path(counter).asLong(0);
          if (count > 0) {
            counts.add(count + " " + word);
          }
        });
    return "  [%s%s] %d/%d  %s"
        .formatted("#".repeat(filled), "-".repeat(BAR_CELLS - filled), ended, all, counts)
        .toLowerCase(Locale.ROOT);
  }
}
