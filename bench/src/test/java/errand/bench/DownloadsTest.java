package errand.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** {@code errand bench downloads} with little to do. */
class DownloadsTest {
  @Test
  void a_few_devices_fetch_a_small_file() {
    var out = new StringWriter();
    var err = new StringWriter();

    int exit =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(err),
            "downloads",
            "--devices",
            "3",
            "--megabytes",
            "1",
            "--rounds",
            "1");

    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    assertThat(out.toString()).contains("median ratio");
  }
}
