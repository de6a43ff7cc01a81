package errand.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own, so that its CPU time is its own too. Its standard output is read as
 * lines, its errors go to a file.
 */
final class ServerProcess implements AutoCloseable {
  private static final int STOP_SECONDS_MAX = 30;

  /** What {@code ./errand serve} starts a JVM with, but for the archive that shortens starts. */
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseCompactObjectHeaders");

  private final Process process;
  private final BufferedReader output;
  private final Path errors;
  private final Thread stopAtExit;

  private ServerProcess(Process process, Path errors) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
    this.errors = errors;
    this.stopAtExit = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(stopAtExit);
  }

  /**
   * Starts a JVM on the class path of this one.
   *
   * @param errors the file for its standard error
   * @param flags more flags for the JVM
   */
  static ServerProcess start(
      Class<?> main, List<String> arguments, Path errors, List<String> flags) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    try {
      var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      return new ServerProcess(process, errors);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot start a server", failure);
    }
  }

  /** The next line it prints that begins so, without that beginning. Waits for it. */
  String await(String beginning) {
    try {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(beginning)) {
          return line.substring(beginning.length());
        }
      }
      throw new UnexpectedException("a server ended too early: " + Files.readString(errors));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Gives it a line to read. */
  void tell(String line) {
    try {
      var input = process.outputWriter(UTF_8);
      input.write(line + "\n");
      input.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException("a server does not listen", failure);
    }
  }

  Usage usage() {
    return Usage.of(process.toHandle());
  }

  /** Stops it as an operator would; forcibly when it does not stop in time. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IllegalStateException _) {
      // This process is ending too: the hook is running already.
    }
  }
}
