package errand.server.identity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text that is signed, rebuilt from a request as it arrived.
 *
 * <p>The path is never normalised: what was routed is what was signed. Clients do normalise before
 * they sign, so a request with dot segments or doubled slashes fails the check, which is wanted.
 */
final class CanonicalRequest {
  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
  private static final String SIGNATURE = "X-Amz-Signature";
  private static final String TOKEN = "X-Amz-Security-Token";

  private CanonicalRequest() {}

  static String text(SignableRequest request, SignatureClaim claim, String payloadHash) {
    return request.method()
        + "\n"
        + path(request.rawPath(), claim.scope().service())
        + "\n"
        + RawQuery.parse(request.rawQuery()).canonical(leftOut(claim))
        + "\n"
        + headers(request, claim.signedHeaders())
        + "\n"
        + String.join(";", claim.signedHeaders())
        + "\n"
        + payloadHash;
  }

  /**
   * S3 signs the path as sent, every other service encodes it once more: {@code %24next} as {@code
   * %2524next}. Source: device-protocol 2.10 [sdk-code].
   */
  private static String path(String rawPath, String service) {
    return service.equals("s3")
        ? rawPath
        : UriEncoding.encode(rawPath.getBytes(StandardCharsets.UTF_8), true);
  }

  private static Predicate<String> leftOut(SignatureClaim claim) {
    if (!claim.presigned()) {
      return _ -> false;
    }
    // Device SDKs append the token to a WebSocket link after signing it. [sdk-code]
    var tokenUnsigned = claim.scope().service().equals("iotdevicegateway");
    return name -> name.equals(SIGNATURE) || (tokenUnsigned && name.equals(TOKEN));
  }

  private static String headers(SignableRequest request, List<String> signed) {
    return signed.stream()
        .map(name -> name + ":" + values(request.all(name)) + "\n")
        .collect(Collectors.joining());
  }

  private static String values(List<String> values) {
    return values.stream()
        .map(value -> BLANKS.matcher(value.strip()).replaceAll(" "))
        .collect(Collectors.joining(","));
  }
}
