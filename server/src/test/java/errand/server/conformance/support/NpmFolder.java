package errand.server.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Packages from npm at the versions of a lock file, installed once per build folder. */
public final class NpmFolder {
  private static final String LOCK = "package-lock.json";

  private NpmFolder() {}

  /**
   * Copies {@code src/test/NAME} to {@code target/NAME} and installs there what its lock file
   * names.
   *
   * @param more files to copy besides the lock file and {@code package.json}
   */
  public static Path install(String name, String... more) {
    var sources = Path.of("src", "test", name).toAbsolutePath();
    var home = Path.of("target", name).toAbsolutePath();
    try {
      Files.createDirectories(home);
      boolean installed = installed(home, sources);
      for (var file : List.of("package.json", LOCK)) {
        copy(file, sources, home);
      }
      for (var file : more) {
        copy(file, sources, home);
      }
      if (!installed) {
        npm(home);
      }
      return home;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean installed(Path home, Path sources) throws IOException {
    var lock = home.resolve(LOCK);
    return Files.exists(home.resolve("node_modules").resolve(".package-lock.json"))
        && Files.exists(lock)
        && Files.mismatch(lock, sources.resolve(LOCK)) < 0;
  }

  private static void copy(String file, Path from, Path to) throws IOException {
    Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void npm(Path home) throws IOException {
    var words = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
    var log = home.resolve("npm.log");
    var npm =
        new ProcessBuilder(words)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (Await.result(npm.onExit()).exitValue() != 0) {
      throw new AssertionError("npm ci failed: " + Files.readString(log));
    }
  }
}
