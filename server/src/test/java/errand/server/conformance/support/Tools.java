package errand.server.conformance.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Programs of this machine that a test drives; {@code tools.txt} lists them for the launcher. */
public final class Tools {
  private static final String REQUIRED = "required";

  private Tools() {}

  /**
   * Skips the test when one of these programs is not on the PATH. Where the environment variable
   * {@code ERRAND_TEST_TOOLS} is {@code required}, as it is in CI, the test fails instead.
   */
  public static void need(String... names) {
    var missing = Stream.of(names).filter(name -> !onPath(name)).toList();
    var why = "not on the PATH: " + missing + " of " + Arrays.toString(names);
    if (!missing.isEmpty() && REQUIRED.equals(System.getenv("ERRAND_TEST_TOOLS"))) {
      throw new AssertionError(why);
    }
    assumeTrue(missing.isEmpty(), why);
  }

  private static boolean onPath(String name) {
    var path = System.getenv().getOrDefault("PATH", "");
    return List.of(path.split(File.pathSeparator)).stream()
        .anyMatch(folder -> new File(folder, name).canExecute());
  }
}
