package errand.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.Outbox.Numbered;
import errand.core.name.ThingName;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of its work. */
@Timeout(120)
final class KilledProcessTest {
  @TempDir Path folder;

  @Test
  void what_was_acknowledged_before_a_kill_is_there_and_nothing_is_there_by_half()
      throws Exception {
    Process child = start();
    Set<String> acknowledged = readAndKill(child, 500);

    try (SqliteStore store = SqliteStore.open(folder)) {
      Set<String> noticed = noticed(store);
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(500);
      assertThat(noticed).containsAll(acknowledged);
      for (String name : noticed) {
        assertThat(store.<Boolean>read(tx -> tx.things().find(new ThingName(name)).isPresent()))
            .isTrue();
      }
      assertThat(things(store)).hasSameSizeAs(noticed);
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WritingProcess.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Set<String> readAndKill(Process child, int lines) throws Exception {
    var names = new HashSet<String>();
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      while (line != null) {
        names.add(line);
        if (names.size() == lines) {
          // By its handle: Process.destroyForcibly would close our end of its output too.
          child.toHandle().destroyForcibly();
        }
        line = out.readLine();
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    return names;
  }

  private static Set<String> noticed(SqliteStore store) {
    var names = new HashSet<String>();
    List<Numbered> page = store.read(tx -> tx.outbox().take(0, 1000));
    while (!page.isEmpty()) {
      page.forEach(each -> names.add(each.notice().thing().text()));
      long last = page.getLast().number();
      page = store.read(tx -> tx.outbox().take(last, 1000));
    }
    return names;
  }

  private static List<String> things(SqliteStore store) {
    var names = new ArrayList<String>();
    store
        .read(tx -> tx.things().list(Optional.empty(), Integer.MAX_VALUE))
        .forEach(thing -> names.add(thing.name().text()));
    return names;
  }
}
