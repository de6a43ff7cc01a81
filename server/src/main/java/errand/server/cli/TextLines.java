package errand.server.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a file, one after the other, whatever is in it. A line ends with LF or CRLF; a byte
 * order mark at the beginning is passed over; memory is bounded by one line. Threads: one.
 */
final class TextLines implements AutoCloseable {
  /** Longest line, in bytes; a thing with all that it may have is shorter. */
  static final int LINE_BYTES_MAX = 128 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private long number;
  private long bytesRead;

  TextLines(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
  }

  /** A line by its number, from 1. */
  sealed interface Line {
    long number();

    record Text(long number, String text) implements Line {}

    record Unreadable(long number, String why) implements Line {}
  }

  /** Bytes taken from the file so far. */
  long bytesRead() {
    return bytesRead;
  }

  /** The next line; empty at the end. */
  Optional<Line> next() throws IOException {
    var line = new ByteArrayOutputStream();
    long length = 0;
    int b = read();
    if (b < 0) {
      return Optional.empty();
    }
    for (; b >= 0 && b != '\n'; b = read()) {
      length++;
      if (length <= LINE_BYTES_MAX) {
        line.write(b);
      }
    }
    number++;
    return Optional.of(
        length > LINE_BYTES_MAX
            ? new Line.Unreadable(number, "The line is longer than " + LINE_BYTES_MAX + " bytes.")
            : decoded(line.toByteArray()));
  }

  private int read() throws IOException {
    int b = in.read();
    if (b >= 0) {
      bytesRead++;
    }
    return b;
  }

  private Line decoded(byte[] utf8) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException notUtf8) {
      return new Line.Unreadable(number, "The line is not UTF-8.");
    }
    if (number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      text = text.substring(1);
    }
    return new Line.Text(number, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
