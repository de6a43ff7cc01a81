package errand.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has used so far.
 *
 * @param cpuNanos user and system time of all its threads; the system counts in steps of 10 ms
 * @param bytesWritten given to the disk; 0 where there is no {@code /proc}
 */
record Usage(long cpuNanos, long bytesWritten) {
  private static final String WRITTEN = "write_bytes: ";

  static Usage of(ProcessHandle process) {
    var cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
    return new Usage(cpu.toNanos(), bytesWritten(process.pid()));
  }

  private static long bytesWritten(long pid) {
    var file = Path.of("/proc", Long.toString(pid), "io");
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(WRITTEN))
          .map(line -> line.substring(WRITTEN.length()))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(0);
    } catch (IOException notThisSystem) {
      return 0;
    }
  }

  Usage since(Usage before) {
    return new Usage(cpuNanos - before.cpuNanos, bytesWritten - before.bytesWritten);
  }
}
