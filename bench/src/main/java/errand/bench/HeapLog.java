package errand.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * How full a heap was, out of the JVM's log of collections.
 *
 * @param peakMegabytes most before a collection, garbage included
 * @param liveMegabytes most after one
 * @param sizeMegabytes largest the heap itself was
 */
record HeapLog(int peakMegabytes, int liveMegabytes, int sizeMegabytes) {
  private static final Pattern COLLECTION =
      Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\((\\d+)M\\)");

  static HeapLog read(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.map(HeapLog::of).reduce(new HeapLog(0, 0, 0), HeapLog::most);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + file, failure);
    }
  }

  private static HeapLog of(String line) {
    var match = COLLECTION.matcher(line);
    return match.find()
        ? new HeapLog(
            Integer.parseInt(match.group(1)),
            Integer.parseInt(match.group(2)),
            Integer.parseInt(match.group(3)))
        : new HeapLog(0, 0, 0);
  }

  String text() {
    return "heap: at most %d MB before a collection, %d after one, of %d MB"
        .formatted(peakMegabytes, liveMegabytes, sizeMegabytes);
  }

  private HeapLog most(HeapLog other) {
    return new HeapLog(
        Math.max(peakMegabytes, other.peakMegabytes),
        Math.max(liveMegabytes, other.liveMegabytes),
        Math.max(sizeMegabytes, other.sizeMegabytes));
  }
}
