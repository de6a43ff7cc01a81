package errand.server.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files by the SHA-256 of their content, so that one content is kept once. A file appears under its
 * name as a whole, on the disk, and is never changed after.
 *
 * <pre>
 *   FOLDER/contents/ab/abcdef…    a content
 *   FOLDER/incoming/RANDOM        on its way in; what a crash left is removed at the next start
 * </pre>
 */
public final class Contents {
  private static final int NAME_BYTES = 16;

  private final Path contents;
  private final Path incoming;
  private final SecureRandom random = new SecureRandom();

  private Contents(Path folder) {
    contents = folder.resolve("contents");
    incoming = folder.resolve("incoming");
  }

  /** Opens the folder, which is made when it is missing. */
  public static Contents open(Path folder) {
    var opened = new Contents(folder);
    try {
      Files.createDirectories(opened.contents);
      Files.createDirectories(opened.incoming);
      for (Path left : list(opened.incoming)) {
        Files.delete(left);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot open the artifacts in " + folder, failure);
    }
    return opened;
  }

  /** A new content, empty yet. */
  public Incoming receive(Optional<ChecksumAlgorithm> checksum) throws IOException {
    return new Incoming(incoming.resolve(randomName()), checksum);
  }

  String randomName() {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    return HexFormat.of().formatHex(name);
  }

  /** Keeps what was received whole; it lasts when this returns. */
  void keep(Incoming whole, String sha256) throws IOException {
    Path file = file(sha256);
    Path folder = folderOf(file);
    if (Files.exists(file)) {
      return;
    }
    boolean fresh = !Files.isDirectory(folder);
    Files.createDirectories(folder);
    Files.move(whole.file(), file, StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
    if (fresh) {
      sync(contents);
    }
  }

  static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Where a content is, whether there is one or not. */
  public Path file(String sha256) {
    return contents.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IllegalStateException("a content outside of any folder: " + file);
    }
    return folder;
  }

  void delete(String sha256) throws IOException {
    Files.deleteIfExists(file(sha256));
  }

  /** Names of contents that were last written before. */
  List<String> olderThan(Instant before) throws IOException {
    try (Stream<Path> files = Files.walk(contents, 2)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> modified(file).isBefore(before))
          .map(file -> String.valueOf(file.getFileName()))
          .toList();
    } catch (UncheckedIOException vanished) {
      throw vanished.getCause();
    }
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException gone) {
      return Instant.MAX;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
