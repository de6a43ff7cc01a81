package errand.server.s3;

import errand.server.identity.ChunkSignatures;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * S3's chunks within a body: a size in hexadecimal digits, perhaps a signature, the octets; an
 * empty chunk ends them, and headers may follow. What was read counts only when the end was reached
 * without an exception: a signature covers the octets before it.
 *
 * <pre>
 *   10000;chunk-signature=0055…⏎ octets ⏎ 0;chunk-signature=…⏎ [x-amz-checksum-…:…⏎ [x-amz-trailer-signature:…⏎]] ⏎
 * </pre>
 */
final class ChunkedBody extends InputStream {
  private static final int LINE_BYTES_MAX = 1024;
  private static final int TRAILERS_MAX = 16;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final Pattern HEAD =
      Pattern.compile("([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?");
  private static final String SIGNATURE = "x-amz-trailer-signature";

  private final InputStream body;
  private final Optional<ChunkSignatures> signatures;
  private final boolean trailed;
  private final Map<String, String> trailers = new LinkedHashMap<>();
  private final MessageDigest digest = Bodies.sha256();
  private String signature = "";
  private long left;
  private boolean begun;
  private boolean ended;

  /**
   * @param signatures of the chunks; empty when they have none
   * @param trailed whether headers follow
   */
  ChunkedBody(InputStream body, Optional<ChunkSignatures> signatures, boolean trailed) {
    this.body = new BufferedInputStream(body, BUFFER_BYTES);
    this.signatures = signatures;
    this.trailed = trailed;
  }

  /** By lower-case names; complete once the body was read to its end. */
  Map<String, String> trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      next();
    }
    if (ended) {
      return -1;
    }
    int count = body.read(into, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the body ends within a chunk");
    }
    if (signatures.isPresent()) {
      digest.update(into, offset, count);
    }
    left -= count;
    return count;
  }

  private void next() throws IOException {
    if (begun) {
      requireLine("");
      requireSigned();
    }
    begun = true;
    Matcher head = HEAD.matcher(line());
    if (!head.matches() || (signatures.isPresent() && head.group(2) == null)) {
      throw malformed("a chunk begins with no size");
    }
    signature = head.group(2) == null ? "" : head.group(2);
    left = Long.parseLong(head.group(1), 16);
    if (left == 0) {
      requireSigned();
      end();
    }
  }

  private void requireSigned() {
    if (signatures.isPresent() && !signatures.get().chunk(digest.digest(), signature)) {
      throw new S3Exception(S3Error.SIGNATURE_DOES_NOT_MATCH);
    }
  }

  private void end() throws IOException {
    var signed = new StringBuilder();
    Optional<String> trailerSignature = Optional.empty();
    for (String each = lineOrNone(); !each.isEmpty(); each = lineOrNone()) {
      int colon = each.indexOf(':');
      if (colon < 1 || trailers.size() >= TRAILERS_MAX || !trailed) {
        throw malformed("a trailer is no header");
      }
      String name = each.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = each.substring(colon + 1).strip();
      if (name.equals(SIGNATURE)) {
        trailerSignature = Optional.of(value);
      } else {
        trailers.put(name, value);
        signed.append(name).append(':').append(value).append('\n');
      }
    }
    if (trailed && signatures.isPresent()) {
      byte[] lines = signed.toString().getBytes(StandardCharsets.UTF_8);
      boolean holds =
          trailerSignature
              .filter(each -> signatures.get().trailer(Bodies.sha256().digest(lines), each))
              .isPresent();
      if (!holds) {
        throw new S3Exception(S3Error.SIGNATURE_DOES_NOT_MATCH);
      }
    }
    if (body.read() >= 0) {
      throw malformed("something follows the last chunk");
    }
    ended = true;
  }

  private void requireLine(String text) throws IOException {
    if (!line().equals(text)) {
      throw malformed("a chunk does not end where it says");
    }
  }

  // Some clients leave out the last empty line.
  private String lineOrNone() throws IOException {
    body.mark(1);
    if (body.read() < 0) {
      return "";
    }
    body.reset();
    return line();
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = body.read(); c != '\n'; c = body.read()) {
      if (c < 0) {
        throw new EOFException("the body ends within its chunks");
      }
      if (line.length() >= LINE_BYTES_MAX) {
        throw malformed("a line of a chunked body is too long");
      }
      line.append((char) c);
    }
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      line.setLength(length - 1);
    }
    return line.toString();
  }

  private static S3Exception malformed(String why) {
    return new S3Exception(
        S3Error.INVALID_REQUEST, "The chunked body cannot be read: " + why + ".");
  }
}
