package errand.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks AWS Signature Version 4, in the Authorization header or in a presigned query.
 *
 * <p>Every refusal is a value. A session token is tolerated and means nothing, since the keys here
 * are long-term ones: clients send whatever their environment holds (control-plane 13.5). An
 * unknown key id costs the same work as a known one, and signatures are compared in constant time.
 * Safe for all threads.
 */
public final class SigV4 {
  // Stands in for the secret of unknown keys; signs nothing, since no request is let in by it.
  private static final String NOBODYS_SECRET =
      AccessKeys.newKey("000000000000", Role.READ_ONLY).secret();

  private final Function<String, Optional<AccessKey>> keys;
  private final SigV4Settings settings;
  private final InstantSource clock;
  private final SigningKeys signingKeys = new SigningKeys();

  /** Keys are looked up by access key id on every request. */
  public SigV4(
      Function<String, Optional<AccessKey>> keys, SigV4Settings settings, InstantSource clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /** Who signed this request, if anybody did. */
  public SigV4Verdict verify(SignableRequest request) {
    return switch (ClaimParse.of(request)) {
      case ClaimParse.Absent() -> new SigV4Verdict.Unsigned();
      case ClaimParse.Flawed(var why) -> why;
      case ClaimParse.Found(var claim) -> {
        var objection = objectionTo(claim, clock.instant());
        yield objection.isPresent() ? objection.get() : verify(request, claim);
      }
    };
  }

  /**
   * What is wrong with a signature whatever the body is: its form, its time, or that there is no
   * such key. An unsigned request has nothing wrong with it here.
   */
  public Optional<SigV4Verdict.Refused> objection(SignableRequest head) {
    return switch (ClaimParse.of(head)) {
      case ClaimParse.Absent() -> Optional.empty();
      case ClaimParse.Flawed(var why) -> Optional.of(why);
      case ClaimParse.Found(var claim) ->
          objectionTo(claim, clock.instant())
              .filter(SigV4Verdict.Refused.class::isInstance)
              .map(SigV4Verdict.Refused.class::cast)
              .or(
                  () ->
                      keys.apply(claim.scope().accessKeyId()).isEmpty()
                          ? Optional.of(SigV4Verdict.Refused.unknownKey())
                          : Optional.empty());
    };
  }

  /** Whether a request bears no signature. */
  public boolean unsigned(SignableRequest head) {
    return ClaimParse.of(head) instanceof ClaimParse.Absent;
  }

  /** The key that a request claims to be signed by; proves nothing. */
  public static Optional<String> claimedKey(SignableRequest request) {
    return ClaimParse.of(request) instanceof ClaimParse.Found(var claim)
        ? Optional.of(claim.scope().accessKeyId())
        : Optional.empty();
  }

  /**
   * Who signed a request whose body is still to come; what was promised of the body is left for
   * whoever reads it.
   */
  public HeadVerdict verifyHead(SignableRequest head) {
    return switch (ClaimParse.of(head)) {
      case ClaimParse.Absent() -> new HeadVerdict.Refused(SigV4Verdict.Refused.missing(), false);
      case ClaimParse.Flawed(var why) -> new HeadVerdict.Refused(why, false);
      case ClaimParse.Found(var claim) -> {
        var objection = objectionTo(claim, clock.instant()).or(() -> objectionTo(claim, head));
        yield objection.isPresent()
            ? new HeadVerdict.Refused(objection.get(), claim.presigned())
            : verifyHead(head, claim);
      }
    };
  }

  private HeadVerdict verifyHead(SignableRequest head, SignatureClaim claim) {
    var payload = PayloadHash.announced(head, claim);
    return switch (verify(claim, CanonicalRequest.text(head, claim, payload))) {
      case SigV4Verdict.Signed signed ->
          new HeadVerdict.Signed(
              signed.key(),
              signed.service(),
              signed.region(),
              claim.signedAt(),
              claim.presigned(),
              payload,
              ChunkSignatures.of(
                  signingKeys.signingKey(signed.key().secret(), claim.scope()), claim));
      case SigV4Verdict.Refused refused -> new HeadVerdict.Refused(refused, claim.presigned());
      case SigV4Verdict.Unsigned() -> throw new IllegalStateException("a claim is no claim");
    };
  }

  /** What is wrong with a claim before any key is looked at. */
  private Optional<SigV4Verdict.Refused> objectionTo(SignatureClaim claim, Instant now) {
    var scope = claim.scope();
    if (!claim.signedHeaders().contains("host")) {
      return Optional.of(
          SigV4Verdict.Refused.invalid(
              "'Host' must be a 'SignedHeader' in the AWS Authorization."));
    }
    if (!AmzTimestamps.text(claim.signedAt()).startsWith(scope.date())) {
      return Optional.of(
          SigV4Verdict.Refused.invalid(
              "Date in Credential scope does not match the signing date."));
    }
    if (settings.region().filter(only -> !only.equals(scope.region())).isPresent()) {
      return Optional.of(
          SigV4Verdict.Refused.invalid("Credential should be scoped to a valid region."));
    }
    return objectionToTime(claim, now);
  }

  private Optional<SigV4Verdict.Refused> objectionToTime(SignatureClaim claim, Instant now) {
    var skew = settings.clockSkewMax();
    var signedAt = claim.signedAt();
    if (signedAt.isAfter(now.plus(skew))) {
      return Optional.of(
          SigV4Verdict.Refused.expired(
              "Signature not yet current: %s is still later than %s"
                  .formatted(AmzTimestamps.text(signedAt), AmzTimestamps.text(now.plus(skew)))));
    }
    var end =
        switch (claim.form()) {
          case SignatureClaim.Form.Header() -> signedAt.plus(skew);
          case SignatureClaim.Form.Link(var validFor) -> signedAt.plus(validFor);
        };
    return now.isAfter(end)
        ? Optional.of(
            SigV4Verdict.Refused.expired(
                "Signature expired: %s is now earlier than %s"
                    .formatted(AmzTimestamps.text(end), AmzTimestamps.text(now))))
        : Optional.empty();
  }

  private static Optional<SigV4Verdict.Refused> objectionTo(
      SignatureClaim claim, SignableRequest request) {
    return claim.signedHeaders().stream()
        .filter(name -> request.all(name).isEmpty())
        .findFirst()
        .map(name -> SigV4Verdict.Refused.invalid("The signed header '" + name + "' is missing."));
  }

  private SigV4Verdict verify(SignableRequest request, SignatureClaim claim) {
    var objection = objectionTo(claim, request);
    if (objection.isPresent()) {
      return objection.get();
    }
    return switch (PayloadHash.of(request, claim)) {
      case PayloadHash.Wrong(var why) -> SigV4Verdict.Refused.invalid(why);
      case PayloadHash.Line(var payloadHash) ->
          verify(claim, CanonicalRequest.text(request, claim, payloadHash));
    };
  }

  private SigV4Verdict verify(SignatureClaim claim, String canonicalRequest) {
    var scope = claim.scope();
    var key = keys.apply(scope.accessKeyId());
    var secret = key.map(AccessKey::secret).orElse(NOBODYS_SECRET);
    var matches = matches(claim, canonicalRequest, signingKeys.signingKey(secret, scope));
    if (key.isEmpty()) {
      return SigV4Verdict.Refused.unknownKey();
    }
    return matches
        ? new SigV4Verdict.Signed(key.get(), scope.service(), scope.region())
        : SigV4Verdict.Refused.invalid(
            "The request signature we calculated does not match the signature you provided."
                + " Check your AWS Secret Access Key and signing method.");
  }

  private static boolean matches(SignatureClaim claim, String canonicalRequest, byte[] signingKey) {
    // Header values are octets read as ISO 8859-1, so this gives back the octets sent.
    var octets = canonicalRequest.getBytes(StandardCharsets.ISO_8859_1);
    var stringToSign =
        ClaimParse.ALGORITHM
            + "\n"
            + AmzTimestamps.text(claim.signedAt())
            + "\n"
            + claim.scope().text()
            + "\n"
            + PayloadHash.sha256(octets);
    var expected = SigningKeys.hmac(signingKey, stringToSign);
    return MessageDigest.isEqual(expected, HexFormat.of().parseHex(claim.signature()));
  }
}
