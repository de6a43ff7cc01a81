package errand.core.app;

import errand.core.fleet.Certificate;
import errand.core.fleet.Thing;
import errand.core.name.ThingName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Certificates and what they speak for, for operators. Each call is one transaction. Threads: any.
 */
public final class Registry {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Issuer issuer;

  public Registry(Store store, Ids ids, InstantSource clock, Issuer issuer) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.issuer = issuer;
  }

  /** CreateKeysAndCertificate. */
  public Answer<Issuer.Issued, ControlRefusal> issueWithKeys(boolean active) {
    return register(issuer.withKeys(), active);
  }

  /** CreateCertificateFromCsr. */
  public Answer<Issuer.Issued, ControlRefusal> issueFromCsr(String pem, boolean active) {
    return issuer
        .fromCsr(pem)
        .fold(issued -> register(issued, active), problem -> ControlRefusal.invalid(problem));
  }

  private Answer<Issuer.Issued, ControlRefusal> register(Issuer.Issued issued, boolean active) {
    Instant now = clock.instant();
    var standing = active ? Certificate.Standing.ACTIVE : Certificate.Standing.INACTIVE;
    return store.transact(
        tx -> {
          tx.certificates()
              .insert(
                  new Certificate(issued.certificateId(), issued.certificatePem(), standing, now));
          return Answer.given(issued);
        });
  }

  public Answer<Certificate, ControlRefusal> describeCertificate(String id) {
    return store.read(tx -> certificate(tx, id, Answer::given));
  }

  /** UpdateCertificate: repeatable. */
  public Answer<Certificate, ControlRefusal> setStanding(String id, Certificate.Standing standing) {
    return store.transact(
        tx ->
            certificate(
                tx,
                id,
                found -> {
                  var changed =
                      new Certificate(found.id(), found.pem(), standing, found.createdAt());
                  tx.certificates().update(changed);
                  return Answer.given(changed);
                }));
  }

  /** AttachThingPrincipal: lets a certificate speak for a thing; repeatable. */
  public Answer<Thing, ControlRefusal> attach(ThingName name, String certificateId) {
    return store.transact(
        tx ->
            certificate(
                tx,
                certificateId,
                found ->
                    Find.thing(
                        tx,
                        name,
                        thing -> {
                          tx.certificates().attach(certificateId, thing.id());
                          return Answer.given(thing);
                        })));
  }

  /** The certificate, when it is registered. */
  public Optional<Certificate> certificate(String certificateId) {
    return store.read(tx -> tx.certificates().find(certificateId));
  }

  /** True when an active certificate speaks for the thing. */
  public boolean speaksFor(String certificateId, ThingName thing) {
    return store.read(
        tx ->
            tx.certificates()
                    .find(certificateId)
                    .filter(found -> found.standing() == Certificate.Standing.ACTIVE)
                    .isPresent()
                && tx.certificates().things(certificateId).contains(thing));
  }

  private static <T> Answer<T, ControlRefusal> certificate(
      Tx tx, String id, Function<Certificate, Answer<T, ControlRefusal>> then) {
    return tx.certificates()
        .find(id)
        .map(then)
        .orElseGet(() -> ControlRefusal.notFound("Certificate " + id + " not found."));
  }
}
