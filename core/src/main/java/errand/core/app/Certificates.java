package errand.core.app;

import errand.core.fleet.Attachment;
import errand.core.fleet.Authority;
import errand.core.fleet.Certificate;
import errand.core.fleet.Certificate.Source;
import errand.core.fleet.Certificate.Standing;
import errand.core.fleet.PolicyTarget;
import errand.core.fleet.Thing;
import errand.core.name.ThingName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Device certificates and the things they speak for, for operators. Each call is one transaction.
 * Threads: any. Source: control-plane 10.4.
 */
public final class Certificates {
  private final Store store;
  private final InstantSource clock;
  private final Issuer issuer;
  private final CertificateReader reader;
  private final AccessWatch watch;
  private final Territory territory;

  public Certificates(
      Store store,
      InstantSource clock,
      Issuer issuer,
      CertificateReader reader,
      AccessWatch watch,
      Territory territory) {
    this.store = store;
    this.clock = clock;
    this.issuer = issuer;
    this.reader = reader;
    this.watch = watch;
    this.territory = territory;
  }

  /** CreateKeysAndCertificate. */
  public Answer<Issuer.Issued, ControlRefusal> issueWithKeys(boolean active) {
    return keep(issuer.withKeys(), active);
  }

  /** CreateCertificateFromCsr. */
  public Answer<Issuer.Issued, ControlRefusal> issueFromCsr(String pem, boolean active) {
    return issuer
        .fromCsr(pem)
        .fold(issued -> keep(issued, active), problem -> ControlRefusal.invalid(problem));
  }

  private Answer<Issuer.Issued, ControlRefusal> keep(Issuer.Issued issued, boolean active) {
    Instant now = clock.instant();
    var certificate =
        new Certificate(
            issued.certificateId(),
            issued.certificatePem(),
            active ? Standing.ACTIVE : Standing.INACTIVE,
            new Source.Issued(),
            issued.validity(),
            now,
            now);
    return store.transact(
        tx -> {
          tx.certificates().insert(certificate);
          return Answer.given(issued);
        });
  }

  /** RegisterCertificateWithoutCA. */
  public Answer<Certificate, ControlRefusal> registerAlone(String pem, Standing standing) {
    return seen(pem, seen -> register(seen, standing, new Source.Alone()));
  }

  /** RegisterCertificate on the word of a registered authority, named by its PEM when given. */
  public Answer<Certificate, ControlRefusal> registerSigned(
      String pem, Optional<String> authorityPem, Standing standing) {
    return seen(
        pem,
        seen ->
            store
                .read(tx -> Vouching.authority(tx, reader, seen, authorityPem))
                .fold(
                    authority -> register(seen, standing, new Source.SignedBy(authority.id())),
                    Answer::refused));
  }

  private <T> Answer<T, ControlRefusal> seen(
      String pem, Function<CertificateReader.Seen, Answer<T, ControlRefusal>> then) {
    return reader
        .read(pem)
        .map(then)
        .orElseGet(
            () ->
                ControlRefusal.because(
                    ControlRefusal.Why.CERTIFICATE_INVALID,
                    "The text holds no PEM certificate that can be read."));
  }

  private Answer<Certificate, ControlRefusal> register(
      CertificateReader.Seen seen, Standing standing, Source source) {
    Instant now = clock.instant();
    var certificate =
        new Certificate(seen.id(), seen.pem(), standing, source, seen.validity(), now, now);
    Answer<Certificate, ControlRefusal> answer =
        territory
            .claim(seen.id(), () -> store.transact(tx -> insert(tx, certificate)))
            .orElseGet(() -> registered(seen.id()));
    return told(answer, seen.id(), false);
  }

  private static Answer<Certificate, ControlRefusal> insert(Tx tx, Certificate certificate) {
    if (tx.certificates().find(certificate.id()).isPresent()) {
      return registered(certificate.id());
    }
    tx.certificates().insert(certificate);
    return Answer.given(certificate);
  }

  // The same words whoever has it: accounts learn nothing of each other.
  private static Answer<Certificate, ControlRefusal> registered(String id) {
    return ControlRefusal.alreadyExists("The certificate " + id + " is already registered.");
  }

  /** Whether a certificate is registered. */
  public boolean known(String id) {
    return store.read(tx -> tx.certificates().find(id).isPresent());
  }

  public Answer<Certificate, ControlRefusal> describe(String id) {
    return store.read(tx -> certificate(tx, id, Answer::given));
  }

  /** ListCertificates, and ListCertificatesByCA when an authority is given. */
  public Page<Certificate> list(CertificateRows.Window window) {
    var oneMore =
        new CertificateRows.Window(
            window.authority(), window.after(), window.ascending(), window.limit() + 1);
    return store.read(tx -> Page.of(tx.certificates().list(oneMore), window.limit()));
  }

  /** UpdateCertificate: repeatable. */
  public Answer<Certificate, ControlRefusal> setStanding(String id, Standing standing) {
    Instant now = clock.instant();
    Answer<Certificate, ControlRefusal> answer =
        store.transact(
            tx ->
                certificate(
                    tx,
                    id,
                    found -> {
                      if (found.standing() == standing) {
                        return Answer.given(found);
                      }
                      Certificate changed = found.standing(standing, now);
                      tx.certificates().update(changed);
                      return Answer.given(changed);
                    }));
    return told(answer, id, standing != Standing.ACTIVE);
  }

  /** DeleteCertificate: not while active, nor while attached to anything unless forced. */
  public Answer<Certificate, ControlRefusal> delete(String id, boolean force) {
    return told(store.transact(tx -> delete(tx, id, force)), id, true);
  }

  /** The same within a transaction of the caller. */
  static Answer<Certificate, ControlRefusal> delete(Tx tx, String id, boolean force) {
    return certificate(
        tx,
        id,
        found -> {
          if (found.standing() == Standing.ACTIVE) {
            return ControlRefusal.because(
                ControlRefusal.Why.CERTIFICATE_STATE,
                "Certificate must be deactivated (not ACTIVE) before deletion. (certificateId="
                    + id
                    + ")");
          }
          var target = new PolicyTarget.OfCertificate(id);
          boolean things = !tx.certificates().things(id, Optional.empty(), 1).isEmpty();
          var policies = tx.policies().attached(target);
          if (things || (!policies.isEmpty() && !force)) {
            return ControlRefusal.because(
                ControlRefusal.Why.DELETE_CONFLICT,
                (things ? "Things" : "Policies")
                    + " must be detached before deletion (arn: certificateId="
                    + id
                    + ")");
          }
          policies.forEach(policy -> tx.policies().detach(policy, target));
          tx.certificates().delete(id);
          return Answer.given(found);
        });
  }

  /** AttachThingPrincipal: lets a certificate speak for a thing; repeatable. */
  public Answer<Thing, ControlRefusal> attach(ThingName name, String id, boolean exclusive) {
    Answer<Thing, ControlRefusal> answer =
        store.transact(
            tx ->
                certificate(
                    tx,
                    id,
                    found -> Find.thing(tx, name, thing -> attach(tx, thing, id, exclusive))));
    return told(answer, id, false);
  }

  /** The same within a transaction of the caller. */
  static Answer<Thing, ControlRefusal> attach(Tx tx, Thing thing, String id, boolean exclusive) {
    List<Attachment> held = tx.certificates().things(id, Optional.empty(), 2);
    boolean others = held.stream().anyMatch(each -> !each.thing().equals(thing.id()));
    if (others && (exclusive || held.getFirst().exclusive())) {
      return ControlRefusal.invalid(
          "The principal is attached to another thing, so it cannot be exclusive to one.");
    }
    tx.certificates().attach(id, thing.id(), exclusive);
    return Answer.given(thing);
  }

  /** DetachThingPrincipal: repeatable; its live connections end. */
  public Answer<Thing, ControlRefusal> detach(ThingName name, String id) {
    Answer<Thing, ControlRefusal> answer =
        store.transact(
            tx ->
                certificate(
                    tx,
                    id,
                    found ->
                        Find.thing(
                            tx,
                            name,
                            thing -> {
                              tx.certificates().detach(id, thing.id());
                              return Answer.given(thing);
                            })));
    return told(answer, id, true);
  }

  /** ListThingPrincipals: in order of their ids. */
  public Answer<List<Attachment>, ControlRefusal> principals(ThingName name) {
    return store.read(
        tx ->
            Find.thing(
                tx, name, thing -> Answer.given(tx.certificates().certificates(thing.id()))));
  }

  /** ListPrincipalThings: in name order. */
  public Answer<Page<Attachment>, ControlRefusal> things(
      String id, Optional<ThingName> after, int limit) {
    return store.read(
        tx ->
            certificate(
                tx,
                id,
                found ->
                    Answer.given(Page.of(tx.certificates().things(id, after, limit + 1), limit))));
  }

  /** On whose word {@link #met} would register a certificate. */
  public Optional<Authority> introducer(String pem) {
    Instant now = clock.instant();
    return reader
        .read(pem)
        .flatMap(seen -> store.read(tx -> Vouching.registering(tx, reader, seen, now)));
  }

  /**
   * A device has shown a certificate that is not registered. When an active authority with
   * automatic registration has signed it, it is registered as PENDING_ACTIVATION; repeatable.
   *
   * @return the certificate, when it is registered now and was not before
   */
  public Optional<Certificate> met(String pem) {
    Instant now = clock.instant();
    return reader
        .read(pem)
        .flatMap(
            seen ->
                store
                    .read(tx -> Vouching.registering(tx, reader, seen, now))
                    .flatMap(authority -> registerMet(seen, authority.id())));
  }

  private Optional<Certificate> registerMet(CertificateReader.Seen seen, String authority) {
    return register(seen, Standing.PENDING_ACTIVATION, new Source.SignedBy(authority))
        .fold(Optional::of, known -> Optional.empty());
  }

  private <T> Answer<T, ControlRefusal> told(
      Answer<T, ControlRefusal> answer, String id, boolean ends) {
    if (answer instanceof Answer.Given) {
      watch.changed(new AccessChange.OfCertificate(id, ends));
    }
    return answer;
  }

  static <T> Answer<T, ControlRefusal> certificate(
      Tx tx, String id, Function<Certificate, Answer<T, ControlRefusal>> then) {
    return tx.certificates()
        .find(id)
        .map(then)
        .orElseGet(() -> ControlRefusal.notFound("Certificate " + id + " not found."));
  }
}
