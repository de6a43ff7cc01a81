package errand.server.s3;

import errand.server.artifact.ChecksumAlgorithm;
import errand.server.artifact.Received;
import errand.server.identity.ChunkSignatures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A body as its sender means it: out of its chunks, and held against all that was promised of it,
 * once it has been read to the end. One request, one thread.
 */
final class Bodies {
  /** Largest object or part that can come in one piece, as in S3: 5 GiB. */
  static final long BYTES_MAX = 5L * 1024 * 1024 * 1024;

  private static final String CHECKSUM = "x-amz-checksum-";
  private static final String STREAMING = "STREAMING-";
  private static final String UNSIGNED = "UNSIGNED";

  private final S3Call call;
  private final InputStream stream;
  private final Optional<ChunkedBody> chunked;
  private final Optional<DigestedBody> digested;
  private final Optional<ChecksumAlgorithm> algorithm;

  private Bodies(S3Call call) {
    this.call = call;
    String payload = call.signed().payload();
    requireSafe(payload);
    requireLength();
    this.chunked = payload.startsWith(STREAMING) ? Optional.of(chunked(payload)) : Optional.empty();
    this.digested =
        payload.matches("[0-9a-f]{64}")
            ? Optional.of(new DigestedBody(call.body()))
            : Optional.empty();
    this.stream =
        chunked
            .<InputStream>map(each -> each)
            .or(() -> digested.map(each -> each))
            .orElse(call.body());
    if (chunked.isEmpty() && digested.isEmpty() && !payload.equals("UNSIGNED-PAYLOAD")) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, "x-amz-content-sha256 must be a SHA-256 or one of S3's words.");
    }
    this.algorithm = asked();
  }

  static Bodies of(S3Call call) {
    return new Bodies(call);
  }

  /** A body that is read into memory by a reader with a limit of its own. */
  static InputStream small(S3Call call) throws IOException {
    var body = new Bodies(call);
    byte[] all = body.stream.readNBytes(8 * 1024 * 1024);
    if (body.stream.read() >= 0) {
      throw new S3Exception(S3Error.MALFORMED_XML, "The XML is longer than is allowed.");
    }
    body.digested.ifPresent(each -> each.require(call.signed().payload()));
    return new ByteArrayInputStream(all);
  }

  // Unsigned content could be changed on its way, unless the way is TLS. [choice]
  private void requireSafe(String payload) {
    if (payload.contains(UNSIGNED) && !call.head().secure()) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST, "An unsigned payload is accepted over TLS only.");
    }
  }

  private void requireLength() {
    OptionalLong length = announced();
    if (length.isPresent() && length.getAsLong() > BYTES_MAX) {
      throw new S3Exception(S3Error.ENTITY_TOO_LARGE);
    }
    boolean known =
        call.header("content-length").isPresent()
            || call.header("x-amz-decoded-content-length").isPresent();
    if (!known) {
      throw new S3Exception(S3Error.MISSING_CONTENT_LENGTH);
    }
  }

  private OptionalLong announced() {
    Optional<String> text =
        call.header("x-amz-decoded-content-length").or(() -> call.header("content-length"));
    return text.filter(each -> each.matches("[0-9]{1,18}")).stream()
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private ChunkedBody chunked(String payload) {
    Optional<ChunkSignatures> signatures =
        payload.contains(UNSIGNED) ? Optional.empty() : Optional.of(call.signed().chunks());
    boolean known =
        payload.equals("STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
            || payload.equals("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
            || payload.equals("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    if (!known) {
      throw new S3Exception(S3Error.NOT_IMPLEMENTED, payload + " is not implemented here.");
    }
    return new ChunkedBody(call.body(), signatures, payload.endsWith("-TRAILER"));
  }

  private Optional<ChecksumAlgorithm> asked() {
    for (ChecksumAlgorithm each : ChecksumAlgorithm.values()) {
      if (call.header(CHECKSUM + each.text()).isPresent()
          || trailer().equals(CHECKSUM + each.text())) {
        return Optional.of(each);
      }
    }
    return call.header("x-amz-sdk-checksum-algorithm").flatMap(ChecksumAlgorithm::parse);
  }

  private String trailer() {
    return call.header("x-amz-trailer").orElse("").strip().toLowerCase(Locale.ROOT);
  }

  InputStream stream() {
    return stream;
  }

  /** The checksum to be made on the way. */
  Optional<ChecksumAlgorithm> algorithm() {
    return algorithm;
  }

  /** Holds what was received against what was promised; throws when it is not that. */
  void check(Received received) {
    OptionalLong length = announced();
    if (length.isPresent() && length.getAsLong() != received.bytes()) {
      throw new S3Exception(S3Error.INCOMPLETE_BODY);
    }
    digested.ifPresent(each -> each.require(call.signed().payload()));
    call.header("content-md5").ifPresent(each -> requireMd5(each, received));
    algorithm.ifPresent(each -> requireChecksum(each, received));
  }

  private static void requireMd5(String promised, Received received) {
    byte[] md5;
    try {
      md5 = Base64.getDecoder().decode(promised);
    } catch (IllegalArgumentException damaged) {
      throw new S3Exception(S3Error.INVALID_DIGEST);
    }
    if (md5.length != 16) {
      throw new S3Exception(S3Error.INVALID_DIGEST);
    }
    if (!Arrays.equals(md5, received.md5())) {
      throw new S3Exception(S3Error.BAD_DIGEST);
    }
  }

  private void requireChecksum(ChecksumAlgorithm by, Received received) {
    Map<String, String> trailers = chunked.map(ChunkedBody::trailers).orElse(Map.of());
    Optional<String> promised =
        call.header(CHECKSUM + by.text())
            .or(() -> Optional.ofNullable(trailers.get(CHECKSUM + by.text())));
    if (promised.isEmpty() && trailer().equals(CHECKSUM + by.text())) {
      throw new S3Exception(S3Error.INVALID_REQUEST, "The announced trailer did not come.");
    }
    if (promised.isPresent() && !promised.equals(received.checksumText())) {
      throw new S3Exception(S3Error.BAD_DIGEST);
    }
  }

  /** Makes the SHA-256 of what is read. */
  private static final class DigestedBody extends InputStream {
    private final InputStream body;
    private final MessageDigest digest = sha256();

    DigestedBody(InputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = body.read(into, offset, length);
      if (count > 0) {
        digest.update(into, offset, count);
      }
      return count;
    }

    void require(String hex) {
      if (!HexFormat.of().formatHex(digest.digest()).equals(hex)) {
        throw new S3Exception(S3Error.CONTENT_MISMATCH);
      }
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this JDK has no SHA-256", impossible);
    }
  }
}
