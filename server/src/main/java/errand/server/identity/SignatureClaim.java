package errand.server.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a request says about its own signature; nothing here is proven yet.
 *
 * @param signedHeaders lower-case names in the order given
 * @param signature 64 lower-case hexadecimal digits
 * @param signedAt whole seconds
 * @param form where it was written, which decides how long it holds
 */
record SignatureClaim(
    CredentialScope scope,
    List<String> signedHeaders,
    String signature,
    Instant signedAt,
    Form form) {
  SignatureClaim {
    signedHeaders = List.copyOf(signedHeaders);
  }

  sealed interface Form {
    /** In the Authorization header. */
    record Header() implements Form {}

    /** In the query of a link made ahead. */
    record Link(Duration validFor) implements Form {}
  }

  boolean presigned() {
    return form instanceof Form.Link;
  }
}
