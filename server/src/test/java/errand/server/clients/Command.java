package errand.server.clients;

import errand.server.conformance.support.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program of this machine at work, line by line. */
final class Command implements AutoCloseable {
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> errors = new CompletableFuture<>();
  private final Process process;

  private Command(Process process) {
    this.process = process;
    // Threads of their own: the common pool may have one only, and needs it to tell of the end.
    Thread.startVirtualThread(() -> errors.complete(text(process.errorReader())));
    Thread.startVirtualThread(() -> process.inputReader().lines().forEach(lines::add));
  }

  static Command start(Path folder, List<String> words) {
    try {
      var process = new ProcessBuilder(words).directory(folder.toFile()).start();
      process.getOutputStream().close();
      return new Command(process);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The next line of output, waiting for it. */
  String line() {
    try {
      var line = lines.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new AssertionError("no further line; errors: " + errors.getNow("none yet"));
      }
      return line;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  /** Waits for the end and expects it to be a good one. */
  void awaitSuccess() {
    var code = Await.result(process.onExit()).exitValue();
    if (code != 0) {
      throw new AssertionError("exit " + code + ": " + Await.result(errors) + lines);
    }
  }

  private static String text(BufferedReader reader) {
    return String.join("\n", reader.lines().toList());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
