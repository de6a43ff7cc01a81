package errand.server.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A content on its way in: a file of its own that nobody else knows, gone when it is closed before
 * it was kept. One thread.
 */
public final class Incoming implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path file;
  private final FileChannel channel;
  private final ChecksumAlgorithm.Sum sha256 = ChecksumAlgorithm.digest("SHA-256");
  private final ChecksumAlgorithm.Sum md5 = ChecksumAlgorithm.digest("MD5");
  private final Optional<ChecksumAlgorithm.Sum> checksum;
  private long bytes;

  Incoming(Path file, Optional<ChecksumAlgorithm> algorithm) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.checksum = algorithm.map(ChecksumAlgorithm::begin);
  }

  /** Takes a stream to its end. */
  public void write(InputStream from) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      write(buffer, count);
    }
  }

  private void write(byte[] buffer, int count) throws IOException {
    var left = ByteBuffer.wrap(buffer, 0, count);
    while (left.hasRemaining()) {
      channel.write(left);
    }
    sha256.update(buffer, 0, count);
    md5.update(buffer, 0, count);
    checksum.ifPresent(sum -> sum.update(buffer, 0, count));
    bytes += count;
  }

  /** Everything has come: it is on the disk when this returns. */
  public Received finish() throws IOException {
    channel.force(true);
    channel.close();
    return new Received(
        bytes, sha256.value(), md5.value(), checksum.map(ChecksumAlgorithm.Sum::value));
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
