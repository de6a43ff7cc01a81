package errand.server.identity;

import java.time.Instant;

/** What a signature says about a request before its body is read. */
public sealed interface HeadVerdict {
  /**
   * Signed.
   *
   * @param presigned whether it is a link made ahead
   * @param payload what the client says of the body: its SHA-256 in hexadecimal digits, or one of
   *     S3's words such as {@code UNSIGNED-PAYLOAD}
   * @param chunks checks the signatures within the body, when it has any
   */
  record Signed(
      AccessKey key,
      String service,
      String region,
      Instant signedAt,
      boolean presigned,
      String payload,
      ChunkSignatures chunks)
      implements HeadVerdict {}

  /** A signature that does not hold, or none. */
  record Refused(SigV4Verdict.Refused why, boolean presigned) implements HeadVerdict {}
}
