package errand.bench;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.fleet.ThingId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the measurements of large fleets on small ones, as short as can be. */
@Timeout(120)
final class LargeFleetTest {
  /** Starting matters here, speed does not. */
  private static final List<String> QUICK_START =
      List.of("--server-options", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

  private static final Comparator<ThingId> BY_ID = Comparator.comparing(id -> id.uuid().toString());

  private final StringWriter printed = new StringWriter();

  @TempDir private Path folder;

  @Test
  void a_rollout_is_measured_to_its_end_and_nothing_is_left_behind() throws IOException {
    var exit =
        run("rollout --things 1100 --fewer 20 --connections 3 --rate 100 --seconds 0.1 --shuffled");

    assertThat(printed.toString())
        .contains("Reporting beside a rollout", "canceled beside reports:", " 1,100 in")
        .contains("deleted beside reports:", "1,100 things, heap: ");
    assertThat(exit).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void ids_of_an_imported_fleet_go_up_with_names_and_those_of_a_shuffled_one_do_not() {
    var imported = new Seed(folder, 100, Seed.Order.IMPORTED).ids(100);
    var shuffled = new Seed(folder, 100, Seed.Order.SHUFFLED).ids(100);

    assertThat(imported).isSortedAccordingTo(BY_ID).doesNotHaveDuplicates();
    assertThat(shuffled).doesNotHaveDuplicates();
    assertThat(shuffled.stream().sorted(BY_ID).toList()).isNotEqualTo(shuffled);
    assertThat(new Seed(folder, 100, Seed.Order.SHUFFLED).ids(100)).isEqualTo(shuffled);
  }

  @Test
  void every_list_and_search_is_measured() throws IOException {
    var exit = run("lists --things 80 --page 3 --rounds 1 --requests 2");

    assertThat(printed.toString())
        .contains("CreateJob for a group of 80 against one of 10")
        .contains("ListJobExecutionsForThing, page 3 against the first")
        .contains("GetStatistics *", " 80 found", "(8 things)", "DeleteThingGroup of 80 things");
    assertThat(exit).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_small_fleet_that_is_larger_than_the_large_one_is_wrong_usage() throws IOException {
    var exit = run("rollout --things 10 --fewer 20");

    assertThat(exit).isEqualTo(2);
    assertThat(printed.toString()).contains("--things: not less");
  }

  @Test
  void a_heap_log_tells_how_full_the_heap_was() throws IOException {
    var log =
        Files.writeString(
            folder.resolve("heap.log"),
            """
            [1.0s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 24M->8M(248M) 3.1ms
            [1.5s][info][gc] GC(2) Pause Remark 30M->29M(300M) 4.0ms
            [2.0s][info][gc,heap] GC(2) Eden regions: 12->0(13)
            """);

    assertThat(HeapLog.read(log)).isEqualTo(new HeapLog(30, 29, 300));
  }

  private int run(String line) {
    var arguments = new ArrayList<>(List.of(line.split(" ")));
    arguments.addAll(List.of("--data", folder.toString()));
    arguments.addAll(QUICK_START);
    var out = new PrintWriter(printed, true);
    return Main.run(out, out, arguments.toArray(String[]::new));
  }
}
