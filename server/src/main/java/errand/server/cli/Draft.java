package errand.server.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears when it is whole; until then it is beside its place, and goes on failure. */
final class Draft {
  private Draft() {}

  /** Writes the text of a file. */
  interface Work {
    void write(Writer out) throws IOException;
  }

  static void write(Path to, Work work) throws IOException {
    Path draft = Path.of(to + ".part");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(draft)) {
        work.write(out);
      }
      Files.move(draft, to, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
