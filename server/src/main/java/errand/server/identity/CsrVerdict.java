package errand.server.identity;

/** What became of a certificate signing request. */
public sealed interface CsrVerdict {

  /** Signed by the local authority. */
  record Issued(DeviceCertificate certificate) implements CsrVerdict {}

  /** Not signed; {@code why} is a sentence for the caller. */
  record Rejected(String why) implements CsrVerdict {}
}
