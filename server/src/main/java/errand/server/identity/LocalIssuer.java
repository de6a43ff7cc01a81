package errand.server.identity;

import errand.core.app.Answer;
import errand.core.app.Issuer;
import java.time.Instant;
import java.util.Optional;

/** Issues device certificates from the local authority. */
public final class LocalIssuer implements Issuer {
  private final LocalAuthority authority;
  private final KeyKind kind;

  /** Key pairs made here are of this kind; signing requests bring their own. */
  public LocalIssuer(LocalAuthority authority, KeyKind kind) {
    this.authority = authority;
    this.kind = kind;
  }

  @Override
  public Issued withKeys() {
    return issued(authority.keysAndCertificate(kind));
  }

  @Override
  public Issued withKeys(Instant until) {
    return issued(authority.keysAndCertificate(kind, until));
  }

  @Override
  public Answer<Issued, String> fromCsr(String pem) {
    return switch (authority.certificateFromCsr(pem)) {
      case CsrVerdict.Issued(var certificate) ->
          Answer.given(issued(certificate, Optional.empty()));
      case CsrVerdict.Rejected(var why) -> Answer.refused(why);
    };
  }

  private static Issued issued(DeviceKeys keys) {
    return issued(
        keys.certificate(), Optional.of(new Keys(keys.publicKeyPem(), keys.privateKeyPem())));
  }

  private static Issued issued(DeviceCertificate certificate, Optional<Keys> keys) {
    return new Issued(
        certificate.certificateId(),
        certificate.pem(),
        X509Reader.validity(certificate.certificate()),
        keys);
  }
}
