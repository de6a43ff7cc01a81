package errand.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a data folder to one server. The lock is the operating system's, so it ends with the
 * process however that ends; the file stays, with the process id for whoever is refused.
 */
final class FolderLock implements AutoCloseable {
  private static final String NAME = "errand.lock";

  // POSIX drops a process's locks on a file when it closes any of its handles to it: within the
  // process a second handle must not even be opened.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Takes the folder, or throws {@link UnusableFolderException} when it is taken. */
  static FolderLock take(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!HELD.add(real)) {
      throw taken(folder, Long.toString(ProcessHandle.current().pid()));
    }
    boolean done = false;
    try {
      var lock = new FolderLock(real, locked(folder));
      done = true;
      return lock;
    } finally {
      if (!done) {
        HELD.remove(real);
      }
    }
  }

  private static FileChannel locked(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw taken(folder, Files.readString(file).strip());
    }
    channel.truncate(0);
    String pid = ProcessHandle.current().pid() + "\n";
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
    return channel;
  }

  private static UnusableFolderException taken(Path folder, String pid) {
    return new UnusableFolderException(
        "the data folder "
            + folder
            + " is in use by another server, process "
            + pid
            + "; stop it, or give this one another folder");
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(folder);
  }
}
