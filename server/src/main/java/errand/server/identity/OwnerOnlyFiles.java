package errand.server.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that their owner alone can read, written as a whole or not at all.
 *
 * <p>Permissions are given at creation, so there is no moment at which others can open the file. On
 * file systems without POSIX permissions the folder's own rules apply.
 */
final class OwnerOnlyFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerOnlyFiles.class);
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnerOnlyFiles() {}

  /** Creates the folder with mode 0700 unless it exists. */
  static void createDirectory(Path directory) {
    try {
      var parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(directory, permissions("rwx------"));
      }
    } catch (IOException e) {
      throw new IdentityException("cannot create the folder " + directory, e);
    }
  }

  /** Replaces the file by this content (mode 0600); after a crash it has the old or the new one. */
  static void write(Path file, byte[] content) {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh); // left by a crash
      writeFresh(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolderOf(file);
    } catch (IOException e) {
      throw new IdentityException("cannot write " + file, e);
    }
  }

  private static void writeFresh(Path file, byte[] content) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options, permissions("rw-------"))) {
      var left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  private static void syncFolderOf(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (POSIX && folder != null) { // elsewhere a folder cannot be opened
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** The content, after a warning in the log when others than the owner may read the file. */
  static byte[] read(Path file) {
    try {
      warnIfShared(file);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IdentityException("cannot read " + file, e);
    }
  }

  private static void warnIfShared(Path file) throws IOException {
    if (POSIX && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      var shared = EnumSet.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ);
      shared.retainAll(Files.getPosixFilePermissions(file));
      if (!shared.isEmpty()) {
        LOG.warn("identity file readable by others file={} remedy=\"chmod 600\"", file);
      }
    }
  }

  private static FileAttribute<?>[] permissions(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
