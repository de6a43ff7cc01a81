package errand.server.identity;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the signature of a request, in its header or its query. */
sealed interface ClaimParse {
  record Found(SignatureClaim claim) implements ClaimParse {}

  record Absent() implements ClaimParse {}

  record Flawed(SigV4Verdict.Refused why) implements ClaimParse {}

  String ALGORITHM = "AWS4-HMAC-SHA256";
  int SIGNED_HEADERS_MAX = 100;

  static ClaimParse of(SignableRequest request) {
    var authorization = request.all("authorization");
    var link = RawQuery.parse(request.rawQuery());
    var inHeader = authorization.stream().anyMatch(value -> value.startsWith("AWS4-"));
    var inQuery = link.has("X-Amz-Algorithm") || link.has("X-Amz-Signature");
    if (inHeader && (inQuery || authorization.size() > 1)) {
      return flawed("The request has more than one signature.");
    }
    if (inQuery) {
      return LinkClaim.parse(link);
    }
    return inHeader ? HeaderClaim.parse(request, authorization.getFirst()) : new Absent();
  }

  static Flawed flawed(String message) {
    return new Flawed(SigV4Verdict.Refused.incomplete(message));
  }

  /** The part both forms share; every text as the client sent it. */
  static ClaimParse assemble(Parts parts, Instant signedAt, SignatureClaim.Form form) {
    var scope = CredentialScope.parse(parts.credential());
    if (scope.isEmpty()) {
      return flawed(
          "Credential must have the form <access key id>/<date>/<region>/<service>/aws4_request.");
    }
    var names = List.of(parts.signedHeaders().split(";", SIGNED_HEADERS_MAX + 1));
    if (names.size() > SIGNED_HEADERS_MAX
        || new HashSet<>(names).size() < names.size()
        || !names.stream().allMatch(name -> Parts.HEADER_NAME.matcher(name).matches())) {
      return flawed("SignedHeaders must be distinct lower-case header names joined by ';'.");
    }
    if (!Parts.SIGNATURE.matcher(parts.signature()).matches()) {
      return flawed("Signature must be 64 lower-case hexadecimal digits.");
    }
    return new Found(new SignatureClaim(scope.get(), names, parts.signature(), signedAt, form));
  }

  /** The three texts of a signature. */
  record Parts(String credential, String signedHeaders, String signature) {
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
  }
}
