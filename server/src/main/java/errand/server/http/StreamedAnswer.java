package errand.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An answer whose body need not be in memory.
 *
 * @param headers besides {@code Date}, {@code Content-Length} and the request's id
 */
public record StreamedAnswer(int status, Headers headers, Content content) {
  /** The body. */
  public sealed interface Content {
    /** How long it is, also where it is not sent: in the answer to a HEAD. */
    long length();

    /** In memory. */
    @SuppressWarnings("ArrayRecordComponent") // short-lived and never compared
    record Bytes(byte[] bytes) implements Content {
      @Override
      public long length() {
        return bytes.length;
      }
    }

    /** Part of a file that nobody changes any more. */
    record Part(Path file, long from, long length) implements Content {}

    /** Not sent, only its length. */
    record Told(long length) implements Content {}
  }

  /** The same with one more header. */
  public StreamedAnswer with(String name, String value) {
    return new StreamedAnswer(status, headers.and(name, value), content);
  }

  /** Takes pieces of a body; blocks until each is written. */
  @FunctionalInterface
  interface Sink {
    void write(ByteBuffer piece, boolean last) throws IOException;
  }

  /** Writes the body piece by piece through one buffer. */
  void writeTo(Sink sink, ByteBuffer buffer) throws IOException {
    switch (content) {
      case Content.Bytes(var bytes) -> sink.write(ByteBuffer.wrap(bytes), true);
      case Content.Told _ -> sink.write(ByteBuffer.allocate(0), true);
      case Content.Part part -> write(part, sink, buffer);
    }
  }

  private static void write(Content.Part part, Sink sink, ByteBuffer buffer) throws IOException {
    if (part.length() == 0) {
      sink.write(ByteBuffer.allocate(0), true);
      return;
    }
    try (var file = FileChannel.open(part.file(), StandardOpenOption.READ)) {
      long at = part.from();
      long end = part.from() + part.length();
      while (at < end) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
        int read = file.read(buffer, at);
        if (read < 0) {
          throw new IOException("the file is shorter than it was: " + part.file());
        }
        at += read;
        sink.write(buffer.flip(), at == end);
      }
    }
  }
}
