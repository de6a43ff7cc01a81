package errand.server.identity;

/** What a signature, or its absence, says about a request. */
public sealed interface SigV4Verdict {

  /** Signed with this key for this service and region, both as the client named them. */
  record Signed(AccessKey key, String service, String region) implements SigV4Verdict {}

  /** No SigV4 signature in it; a client certificate may still say who it is. */
  record Unsigned() implements SigV4Verdict {}

  /** A signature that does not hold; status and code as AWS answers them. */
  record Refused(int status, String code, String message) implements SigV4Verdict {

    /** The answer to an unsigned request where a signature is needed. */
    public static Refused missing() {
      return new Refused(
          403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    static Refused incomplete(String message) {
      return new Refused(403, "IncompleteSignatureException", message);
    }

    static Refused invalid(String message) {
      return new Refused(403, "InvalidSignatureException", message);
    }

    static Refused unknownKey() {
      return new Refused(
          403,
          "UnrecognizedClientException",
          "The security token included in the request is invalid.");
    }

    /** Source: control-plane 1.2 [doc]: 400, unlike its neighbours. */
    static Refused expired(String message) {
      return new Refused(400, "RequestExpired", message);
    }
  }
}
