package errand.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that all measurements have: where their servers work. */
final class Workplace {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where to make the servers' folder, which is deleted afterwards. Its disk matters"
              + " (default: the system's folder for temporary files).")
  private Optional<Path> parent = Optional.empty();

  /** Something to do in a folder. */
  interface Task {
    void run(Path folder);
  }

  /** Tells what machine this is, does the task in a new folder, and deletes that. */
  void use(PrintWriter out, Task task) throws IOException {
    var folder =
        parent.isPresent()
            ? Files.createTempDirectory(parent.get(), "errand-bench-")
            : Files.createTempDirectory("errand-bench-");
    try {
      out.println(machine(Files.getFileStore(folder).type()));
      task.run(folder);
      out.println("Load of the machine over the last minute: " + load());
      out.flush();
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Ends the command with a message about its usage unless the rule holds. */
  static void require(CommandSpec spec, boolean right, String rule) {
    if (!right) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }

  private static String machine(String disk) {
    return String.format(
        Locale.ROOT,
        "%d cores, %s %s, Java %s, data on %s; load of the machine so far: %s",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.version(),
        disk,
        load());
  }

  // Threads that run or want to; -1 where the system does not tell.
  private static String load() {
    var load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(Locale.ROOT, "%.1f", load);
  }
}
