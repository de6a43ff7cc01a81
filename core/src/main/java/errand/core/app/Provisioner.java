package errand.core.app;

import static errand.core.app.Undo.orUndo;

import errand.core.fleet.Certificate;
import errand.core.fleet.Certificate.Source;
import errand.core.fleet.Certificate.Standing;
import errand.core.fleet.PolicyTarget;
import errand.core.name.PolicyName;
import errand.core.name.ProvisioningTemplateName;
import errand.core.name.ThingName;
import errand.core.provision.Blueprint;
import errand.core.provision.Blueprint.OfCertificate;
import errand.core.provision.ProvisioningTemplate;
import errand.core.provision.ProvisioningTemplate.Kind;
import errand.core.provision.Unclaimed;
import errand.core.provision.UnresolvedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings new devices in: a device asks for a certificate, which counts for nothing until the device
 * claims it with a template's name; then the template decides what it is given. Each call is one
 * transaction: a device is provisioned whole or not at all. Threads: any.
 *
 * <pre>
 *   CreateKeysAndCertificate ... PENDING_ACTIVATION, a text to claim it with
 *   RegisterThing            ... thing, policies, ACTIVE
 *   nothing for an hour      ... gone
 * </pre>
 */
public final class Provisioner {
  /** How long an unclaimed certificate stays. Source: AWS quotas [doc]. */
  public static final Duration CLAIMABLE_FOR = Duration.ofHours(1);

  /** How long a claim is good. Source: service model [doc]. */
  public static final Duration CLAIM_LIFE = Duration.ofMinutes(5);

  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
  private static final int SWEEP_BATCH = 100;
  private static final String CLAIM_POLICY = "provisioning-claim-";

  private final Store store;
  private final Ids ids;
  private final Clocks clocks;
  private final Tools tools;
  private final FleetRegistry fleet;
  private final Bell bell;
  private final Quotas quotas;
  private volatile Instant nextSweep = Instant.EPOCH;

  public Provisioner(
      Store store,
      Ids ids,
      Clocks clocks,
      Tools tools,
      FleetRegistry fleet,
      Bell bell,
      Quotas quotas) {
    this.store = store;
    this.ids = ids;
    this.clocks = clocks;
    this.tools = tools;
    this.fleet = fleet;
    this.bell = bell;
    this.quotas = quotas;
  }

  /** The fleet's clock and that of certificates, which differ when the fleet's is held. */
  public record Clocks(InstantSource fleet, InstantSource real) {}

  /** What it works with. */
  public record Tools(
      Issuer issuer,
      CertificateReader certificates,
      BlueprintReader blueprints,
      PolicyReader policies,
      Territory territory) {}

  /**
   * A certificate that can be claimed.
   *
   * @param token claims it, once
   */
  public record Offer(Issuer.Issued issued, String token) {
    @Override
    public String toString() {
      return "Offer[...]";
    }
  }

  /**
   * What a device was given.
   *
   * @param resources by label in the template, each named as in ARNs
   */
  public record Fitted(
      Certificate certificate,
      Optional<ThingName> thing,
      Map<String, String> resources,
      Map<String, String> configuration) {}

  /** CreateProvisioningClaim: a certificate with which devices can be provisioned for a while. */
  public record Claim(Issuer.Issued issued, Instant expiresAt) {}

  /** A key pair with its certificate for a device, which alone can claim it. */
  public Answer<Offer, ControlRefusal> offerKeys(String owner) {
    return room().then(free -> offer(tools.issuer().withKeys(), owner));
  }

  /** A certificate for a key that the device has made. */
  public Answer<Offer, ControlRefusal> offerFromCsr(String csr, String owner) {
    return room()
        .then(
            free ->
                tools
                    .issuer()
                    .fromCsr(csr)
                    .fold(issued -> offer(issued, owner), ControlRefusal::invalid));
  }

  // Looked at before keys are made, which is dear; a few too many do no harm.
  private Answer<Boolean, ControlRefusal> room() {
    int most = quotas.most(Quota.UNCLAIMED_CERTIFICATES);
    return store.read(tx -> tx.provisioning().waiting(most)) < most
        ? Answer.given(true)
        : ControlRefusal.limitExceeded(
            "There are " + most + " certificates already that no device has claimed.");
  }

  private Answer<Offer, ControlRefusal> offer(Issuer.Issued issued, String owner) {
    Instant now = clocks.real().instant();
    String token = hex() + hex();
    var unclaimed =
        new Unclaimed(
            issued.certificateId(), Optional.of(Digest.of(token)), owner, now.plus(CLAIMABLE_FOR));
    store.transact(
        tx -> {
          tx.certificates().insert(certificate(issued, Standing.PENDING_ACTIVATION, now));
          tx.provisioning().insert(unclaimed);
          return Answer.given(issued);
        });
    return Answer.given(new Offer(issued, token));
  }

  private String hex() {
    return ids.next().toString().replace("-", "");
  }

  private static Certificate certificate(Issuer.Issued issued, Standing standing, Instant now) {
    return new Certificate(
        issued.certificateId(),
        issued.certificatePem(),
        standing,
        new Source.Issued(),
        issued.validity(),
        now,
        now);
  }

  /**
   * A device claims its certificate and is given what the template says.
   *
   * @param owner who asks; must be who asked for the certificate
   */
  public Answer<Fitted, ControlRefusal> claim(
      ProvisioningTemplateName name, String token, String owner, Map<String, String> parameters) {
    String hash = Digest.of(token);
    return fitted(
        times ->
            store.transact(
                tx -> {
                  Unclaimed unclaimed = orUndo(claimable(tx, hash, owner, times.real()));
                  Blueprint blueprint = orUndo(inForce(tx, name, Kind.FLEET_PROVISIONING));
                  Certificate certificate =
                      orUndo(
                          Certificates.certificate(tx, unclaimed.certificateId(), Answer::given));
                  tx.provisioning().forget(certificate.id());
                  return fit(tx, blueprint, parameters, certificate, fitting(times, true));
                }));
  }

  private static Answer<Unclaimed, ControlRefusal> claimable(
      Tx tx, String hash, String owner, Instant now) {
    return tx.provisioning()
        .byToken(hash)
        .filter(each -> each.owner().equals(owner) && now.isBefore(each.expiresAt()))
        .<Answer<Unclaimed, ControlRefusal>>map(Answer::given)
        .orElseGet(
            () ->
                ControlRefusal.because(
                    ControlRefusal.Why.OWNERSHIP_TOKEN,
                    "The certificate ownership token is unknown, used, expired or not yours."));
  }

  private Answer<Blueprint, ControlRefusal> inForce(
      Tx tx, ProvisioningTemplateName name, Kind kind) {
    return ProvisioningTemplates.template(
        tx,
        name,
        template ->
            usable(template, kind)
                .then(
                    fine -> ProvisioningTemplates.version(tx, template, template.defaultVersion()))
                .then(whole -> read(whole.version().body())));
  }

  private static Answer<Boolean, ControlRefusal> usable(ProvisioningTemplate template, Kind kind) {
    if (template.kind() != kind) {
      return ControlRefusal.invalid(
          "Provisioning template " + template.name() + " is not of type " + kind + ".");
    }
    return template.enabled()
        ? Answer.given(true)
        : ControlRefusal.because(
            ControlRefusal.Why.WRONG_STATE,
            "Provisioning template " + template.name() + " is not enabled.");
  }

  private Answer<Blueprint, ControlRefusal> read(String body) {
    return tools.blueprints().read(body).fold(Answer::given, ControlRefusal::invalid);
  }

  private Fitting fitting(Fitting.Times times, boolean guarded) {
    return new Fitting(fleet.things(), fleet.members(), tools.policies(), guarded, times);
  }

  private Fitted fit(
      Tx tx,
      Blueprint blueprint,
      Map<String, String> given,
      Certificate certificate,
      Fitting fitting) {
    var values = blueprint.values(given, Map.of(Blueprint.CERTIFICATE_ID, certificate.id()));
    blueprint
        .certificate()
        .flatMap(OfCertificate::id)
        .map(text -> text.with(values))
        .filter(id -> !id.equals(certificate.id()))
        .ifPresent(
            other ->
                orUndo(
                    ControlRefusal.invalid(
                        "The template's CertificateId is not the device's certificate.")));
    return fitting.fit(tx, blueprint, values, certificate);
  }

  /** Runs a provisioning and tells of what it changed. */
  private Answer<Fitted, ControlRefusal> fitted(Function<Fitting.Times, Fitted> work) {
    var times = new Fitting.Times(clocks.fleet().instant(), clocks.real().instant());
    Answer<Fitted, ControlRefusal> answer;
    try {
      answer = Undo.around(() -> work.apply(times));
    } catch (UnresolvedException unresolved) {
      return ControlRefusal.invalid(String.valueOf(unresolved.getMessage()));
    }
    if (answer instanceof Answer.Given<Fitted, ControlRefusal>(var done)) {
      bell.changed(new AccessChange.OfCertificate(done.certificate().id(), false));
      done.thing().ifPresent(fleet.members()::changed);
      bell.due();
    }
    return answer;
  }

  /** RegisterThing, for operators: a template given on the spot. */
  public Answer<Fitted, ControlRefusal> register(String body, Map<String, String> parameters) {
    return read(body).then(blueprint -> register(blueprint, parameters));
  }

  private Answer<Fitted, ControlRefusal> register(
      Blueprint blueprint, Map<String, String> parameters) {
    if (blueprint.certificate().isEmpty()) {
      return ControlRefusal.invalid(
          "The template must have a resource of type AWS::IoT::Certificate.");
    }
    var part = blueprint.certificate().get();
    var values = blueprint.values(parameters, Map.of());
    try {
      Optional<String> csr = part.csr().map(text -> text.with(values));
      Answer<Optional<Issuer.Issued>, ControlRefusal> issued =
          csr.map(
                  text ->
                      tools
                          .issuer()
                          .fromCsr(text)
                          .<Answer<Optional<Issuer.Issued>, ControlRefusal>>fold(
                              made -> Answer.given(Optional.of(made)), ControlRefusal::invalid))
              .orElseGet(() -> Answer.given(Optional.empty()));
      return issued.then(made -> register(blueprint, parameters, made));
    } catch (UnresolvedException unresolved) {
      return ControlRefusal.invalid(String.valueOf(unresolved.getMessage()));
    }
  }

  private Answer<Fitted, ControlRefusal> register(
      Blueprint blueprint, Map<String, String> parameters, Optional<Issuer.Issued> issued) {
    var part = blueprint.certificate().orElseThrow();
    var values = blueprint.values(parameters, Map.of());
    Optional<CertificateReader.Seen> shown =
        part.pem().flatMap(text -> tools.certificates().read(text.with(values)));
    if (part.pem().isPresent() && shown.isEmpty()) {
      return ControlRefusal.because(
          ControlRefusal.Why.CERTIFICATE_INVALID,
          "The text holds no PEM certificate that can be read.");
    }
    Function<Fitting.Times, Fitted> work =
        times ->
            store.transact(
                tx -> {
                  Certificate certificate =
                      issued
                          .map(
                              made ->
                                  inserted(
                                      tx,
                                      certificate(made, Standing.PENDING_ACTIVATION, times.real())))
                          .or(() -> shown.map(seen -> signed(tx, part, values, seen, times)))
                          .orElseGet(() -> named(tx, part, values));
                  return fitting(times, false).fit(tx, blueprint, values, certificate);
                });
    Optional<Answer<Fitted, ControlRefusal>> claimed =
        shown.isEmpty()
            ? Optional.of(fitted(work))
            : tools.territory().claim(shown.get().id(), () -> fitted(work));
    return claimed.orElseGet(
        () -> ControlRefusal.alreadyExists("The certificate is already registered."));
  }

  private static Certificate inserted(Tx tx, Certificate certificate) {
    tx.certificates().insert(certificate);
    return certificate;
  }

  private Certificate signed(
      Tx tx,
      OfCertificate part,
      Function<String, Optional<String>> values,
      CertificateReader.Seen seen,
      Fitting.Times times) {
    Optional<Certificate> known = tx.certificates().find(seen.id());
    if (known.isPresent()) {
      return known.get();
    }
    Optional<String> authorityPem = part.authorityPem().map(text -> text.with(values));
    var authority = orUndo(Vouching.authority(tx, tools.certificates(), seen, authorityPem));
    return inserted(
        tx,
        new Certificate(
            seen.id(),
            seen.pem(),
            Standing.PENDING_ACTIVATION,
            new Source.SignedBy(authority.id()),
            seen.validity(),
            times.real(),
            times.real()));
  }

  private static Certificate named(
      Tx tx, OfCertificate part, Function<String, Optional<String>> values) {
    String id = part.id().map(text -> text.with(values)).orElse("");
    return orUndo(Certificates.certificate(tx, id, Answer::given));
  }

  /** CreateProvisioningClaim; the document is what its holder may do. */
  public Answer<Claim, ControlRefusal> claim(ProvisioningTemplateName name, String document) {
    Answer<ProvisioningTemplate, ControlRefusal> known =
        store.read(tx -> ProvisioningTemplates.template(tx, name, Answer::given));
    return known.then(template -> room()).then(free -> newClaim(name, document));
  }

  private Answer<Claim, ControlRefusal> newClaim(ProvisioningTemplateName name, String document) {
    Instant now = clocks.real().instant();
    Instant end = now.plus(CLAIM_LIFE);
    Issuer.Issued issued = tools.issuer().withKeys(end);
    var policy = new PolicyName(CLAIM_POLICY + name);
    Answer<Issuer.Issued, ControlRefusal> answer =
        store.transact(
            tx ->
                ProvisioningTemplates.template(
                    tx,
                    name,
                    template -> {
                      tx.certificates().insert(certificate(issued, Standing.ACTIVE, now));
                      Fitting.ensure(tx, policy, document, now);
                      tx.policies()
                          .attach(policy, new PolicyTarget.OfCertificate(issued.certificateId()));
                      tx.provisioning()
                          .insert(new Unclaimed(issued.certificateId(), Optional.empty(), "", end));
                      return Answer.given(issued);
                    }));
    return answer.then(made -> Answer.given(new Claim(made, end)));
  }

  /**
   * Deletes some of the certificates that nobody has claimed in time, and claims that are over; to
   * be called about once a second. True when there is more to do at once.
   */
  public boolean beat() {
    Instant now = clocks.real().instant();
    if (now.isBefore(nextSweep)) {
      return false;
    }
    List<Unclaimed> over = store.read(tx -> tx.provisioning().expired(now, SWEEP_BATCH));
    if (!over.isEmpty()) {
      store.transact(
          tx -> {
            over.forEach(each -> drop(tx, each, now));
            return over.size();
          });
      over.forEach(
          each -> bell.changed(new AccessChange.OfCertificate(each.certificateId(), true)));
    }
    boolean again = over.size() == SWEEP_BATCH;
    nextSweep = again ? now : now.plus(SWEEP_EVERY);
    return again;
  }

  // What an operator has given a use meanwhile stays.
  private static void drop(Tx tx, Unclaimed unclaimed, Instant now) {
    String id = unclaimed.certificateId();
    tx.provisioning().forget(id);
    tx.certificates()
        .find(id)
        .filter(
            found ->
                unclaimed.tokenHash().isEmpty() || found.standing() == Standing.PENDING_ACTIVATION)
        .ifPresent(
            found -> {
              tx.certificates().update(found.standing(Standing.INACTIVE, now));
              var _ = Certificates.delete(tx, id, true);
            });
  }
}
