package errand.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import errand.core.app.StoreSamples;
import errand.core.app.Tx;
import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.name.JobId;
import errand.server.Config;
import errand.server.Server;
import errand.server.conformance.support.Tools;
import errand.server.store.SqliteStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a job for a hundred thousand things, against that of a job for a hundred. */
final class LargeJobTest {
  private static final int SMALL = 100;
  private static final int LARGE = 100_000;
  private static final int BATCH = 10_000;
  private static final int LOOKS = 5;
  private static final double RATIO_MAX = 1.5;

  /** How the executions stand, over and over. */
  private static final List<Status> MIX =
      List.of(
          Status.SUCCEEDED,
          Status.SUCCEEDED,
          Status.SUCCEEDED,
          Status.QUEUED,
          Status.IN_PROGRESS,
          Status.FAILED);

  @BeforeAll
  static void needsABrowser() {
    Tools.need("node", "chromium");
  }

  @Test
  void a_job_for_a_hundred_thousand_things_opens_as_fast_as_one_for_a_hundred(@TempDir Path data) {
    seed(data);
    var config = Config.loopback(data, true, Config.Ports.ANY);
    try (var server = Server.start(config, InstantSource.system());
        var browser = new Browser()) {
      Page page = browser.page(Browser.Look.LIGHT);
      page.navigate(server.consoleLink());
      page.locator("main h1").waitFor();
      String url = "http://127.0.0.1:" + server.httpPort().orElseThrow() + "/console/jobs/";

      opened(page, url + "small");
      opened(page, url + "large");
      long small = Long.MAX_VALUE;
      long large = Long.MAX_VALUE;
      for (int look = 0; look < LOOKS; look++) {
        small = Math.min(small, opened(page, url + "small"));
        large = Math.min(large, opened(page, url + "large"));
      }

      System.out.println("page of a job, ms: small=" + small + " large=" + large);
      assertThat(page.locator("[data-now]").getAttribute("data-now")).contains("16666");
      assertThat(browser.faults()).isEmpty();
      assertThat((double) large / small).isLessThan(RATIO_MAX);
    }
  }

  /** Milliseconds until figures, chart, failures and runs are all there. */
  private static long opened(Page page, String url) {
    page.navigate("about:blank");
    long begin = System.nanoTime();
    page.navigate(url);
    page.locator(".figures").waitFor();
    page.locator(".failures tbody tr").first().waitFor();
    page.locator("text=Why does it wait?").first().waitFor();
    page.waitForFunction(
        "() => Number(document.querySelector('[data-points]').dataset.points) > 2");
    return (System.nanoTime() - begin) / 1_000_000;
  }

  private static void seed(Path data) {
    try (var store = SqliteStore.open(data)) {
      seed(store, "small", 1, SMALL);
      seed(store, "large", SMALL + 1, LARGE);
    }
  }

  private static void seed(SqliteStore store, String job, int from, int count) {
    store.transact(
        tx -> {
          tx.jobs().insert(StoreSamples.job(job, from), "{}");
          return job;
        });
    for (int begin = from; begin < from + count; begin += BATCH) {
      int first = begin;
      int end = Math.min(begin + BATCH, from + count);
      store.transact(
          tx -> {
            for (int n = first; n < end; n++) {
              place(tx, job, n);
            }
            return end;
          });
    }
  }

  private static void place(Tx tx, String job, int number) {
    Execution queued = StoreSamples.execution(number, job, number);
    Status status = MIX.get(number % MIX.size());
    Execution now = status == Status.QUEUED ? queued : StoreSamples.moved(queued, status);
    tx.executions().insert(now);
    tx.counters().move(new JobId(job), Optional.empty(), Optional.of(status));
  }
}
