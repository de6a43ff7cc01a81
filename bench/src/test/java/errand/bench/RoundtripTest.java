package errand.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the measurement itself, on real servers, as short as can be. */
@Timeout(120)
final class RoundtripTest {
  private static final List<String> TINY =
      List.of(
          "roundtrip --connections 3 --window 2 --rounds 2 --seconds 0.05 --warm-up 0.05"
              .split(" "));

  /** Starting matters here, speed does not. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final StringWriter printed = new StringWriter();

  @TempDir private Path folder;

  @Test
  void every_scenario_is_measured_on_both_servers_and_nothing_is_left_behind() throws IOException {
    var data = Files.createDirectory(folder.resolve("data"));
    var recording = folder.resolve("errand.jfr").toString();
    var scenarios = "update,get,describe,describe-next,start-next";

    var arguments = new ArrayList<>(TINY);
    arguments.addAll(List.of("--data", data.toString(), "--profile", recording));
    arguments.addAll(List.of("--server-options", QUICK_START));
    arguments.addAll(List.of("--scenario", scenarios));
    var exit = run(arguments);

    assertThat(printed.toString())
        .contains("2 of 0.1 s", "round 2  Errand", "round 2  echo", "bare echo", "by thread");
    assertThat(exit).isZero();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void requests_over_https_are_measured_too() {
    var arguments =
        new ArrayList<>(
            List.of(
                "roundtrip --https --connections 2 --rounds 1 --seconds 0.05 --warm-up 0.05"
                    .split(" ")));
    arguments.addAll(List.of("--server-options", QUICK_START));
    arguments.addAll(List.of("--data", folder.toString()));
    arguments.addAll(List.of("--scenario", "update,get,describe,describe-next,start-next"));
    var exit = run(arguments);

    assertThat(printed.toString())
        .contains("update over HTTPS, connections: 2", "start-next over HTTPS", "bare echo");
    assertThat(exit).isZero();
  }

  @Test
  void a_window_over_https_is_wrong_usage() {
    var exit = run(List.of("roundtrip", "--https", "--window", "2"));

    assertThat(exit).isEqualTo(2);
    assertThat(printed.toString()).contains("--window: only over MQTT");
  }

  @Test
  void a_scenario_that_does_not_exist_is_wrong_usage() {
    var exit = run(List.of("roundtrip", "--scenario", "updates"));

    assertThat(exit).isEqualTo(2);
    assertThat(printed.toString()).contains("'updates' is none of [update, get");
  }

  @Test
  void a_window_beyond_that_of_the_broker_is_wrong_usage() {
    var exit = run(List.of("roundtrip", "--window", "51"));

    assertThat(exit).isEqualTo(2);
    assertThat(printed.toString()).contains("--window: 1 to 50");
  }

  private int run(List<String> arguments) {
    var out = new PrintWriter(printed, true);
    return Main.run(out, out, arguments.toArray(String[]::new));
  }
}
