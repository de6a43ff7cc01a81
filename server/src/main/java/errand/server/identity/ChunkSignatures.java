package errand.server.identity;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The signatures within a body that is sent in signed chunks: each covers its chunk and the
 * signature before it, the first one that of the head. One body, one thread.
 */
public final class ChunkSignatures {
  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
  private static final String OF_NOTHING = PayloadHash.sha256(new byte[0]);

  private final byte[] signingKey;
  private final String dateAndScope;
  private String previous;

  private ChunkSignatures(byte[] signingKey, String dateAndScope, String seed) {
    this.signingKey = signingKey.clone();
    this.dateAndScope = dateAndScope;
    this.previous = seed;
  }

  static ChunkSignatures of(byte[] signingKey, SignatureClaim claim) {
    return new ChunkSignatures(
        signingKey,
        AmzTimestamps.text(claim.signedAt()) + "\n" + claim.scope().text() + "\n",
        claim.signature());
  }

  /** Whether the next chunk, with this SHA-256, is signed so. */
  public boolean chunk(byte[] sha256, String signature) {
    return next(
        "AWS4-HMAC-SHA256-PAYLOAD\n"
            + dateAndScope
            + previous
            + "\n"
            + OF_NOTHING
            + "\n"
            + HexFormat.of().formatHex(sha256),
        signature);
  }

  /** Whether the trailer, with this SHA-256 of its lines, is signed so. */
  public boolean trailer(byte[] sha256, String signature) {
    return next(
        "AWS4-HMAC-SHA256-TRAILER\n"
            + dateAndScope
            + previous
            + "\n"
            + HexFormat.of().formatHex(sha256),
        signature);
  }

  private boolean next(String stringToSign, String signature) {
    previous = signature;
    return SIGNATURE.matcher(signature).matches()
        && MessageDigest.isEqual(
            SigningKeys.hmac(signingKey, stringToSign), HexFormat.of().parseHex(signature));
  }
}
