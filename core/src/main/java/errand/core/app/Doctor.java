package errand.core.app;

import errand.core.app.RecentRefusals.Refusal;
import errand.core.fleet.Attachment;
import errand.core.fleet.Authority;
import errand.core.fleet.Certificate;
import errand.core.fleet.Certificate.Standing;
import errand.core.fleet.Thing;
import errand.core.fleet.policy.Action;
import errand.core.fleet.policy.Ask;
import errand.core.fleet.policy.Circumstances;
import errand.core.fleet.policy.Decision;
import errand.core.fleet.policy.Evaluation;
import errand.core.name.ThingName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Says why a device cannot connect or act: which certificate, thing, policy statement or limit
 * stands in its way. Looks and changes nothing. Blocks; threads: any.
 */
public final class Doctor {
  /** Certificates of one thing that are looked at. */
  private static final int CERTIFICATES_MAX = 10;

  private final Store store;
  private final Access access;
  private final CertificateReader reader;
  private final InstantSource clock;
  private final Surroundings surroundings;

  /**
   * What else the doctor asks.
   *
   * @param account twelve digits, as in policies
   * @param refusals what devices were refused lately
   * @param limit why a limit forbids an attempt, whatever the policies say
   * @param house how the server itself does; may block for a moment
   */
  public record Surroundings(
      String account,
      RecentRefusals refusals,
      Function<Attempt, Optional<String>> limit,
      Supplier<List<Finding>> house) {}

  public Doctor(
      Store store,
      Access access,
      CertificateReader reader,
      InstantSource clock,
      Surroundings surroundings) {
    this.store = store;
    this.access = access;
    this.reader = reader;
    this.clock = clock;
    this.surroundings = surroundings;
  }

  /**
   * Something a device might do.
   *
   * @param subject a topic, filter or client id; for the actions of HTTPS the thing
   */
  public record Attempt(Action action, String subject) {
    String resource() {
      return switch (action) {
        case CONNECT -> "client/" + subject;
        case PUBLISH, RETAIN_PUBLISH, RECEIVE -> "topic/" + subject;
        case SUBSCRIBE -> "topicfilter/" + subject;
        case GET_PENDING, START_NEXT, DESCRIBE_EXECUTION, UPDATE_EXECUTION -> "thing/" + subject;
      };
    }

    boolean overMqtt() {
      return !resource().startsWith("thing/");
    }
  }

  /**
   * Who is unwell; all parts may be absent, then the house alone is looked at.
   *
   * @param clientId as it connects; the thing's name when not given
   * @param pem a certificate that may be unknown here
   * @param attempt what it wants to do; when absent, all that working on jobs takes
   */
  public record Patient(
      Optional<ThingName> thing,
      Optional<String> certificateId,
      Optional<String> pem,
      Optional<String> clientId,
      Optional<Attempt> attempt,
      Optional<String> sourceIp) {}

  /** What was found, in the order of looking, and what was refused lately. */
  public record Report(List<Finding> findings, List<Refusal> refusals) {
    public Report {
      findings = List.copyOf(findings);
      refusals = List.copyOf(refusals);
    }

    /** True when nothing stands in the way. */
    public boolean well() {
      return findings.stream().noneMatch(each -> each.verdict() == Finding.Verdict.PROBLEM);
    }
  }

  /** Looks at the house, then at the patient. */
  public Report examine(Patient patient) {
    var findings = new ArrayList<Finding>(surroundings.house().get());
    var certificates = new ArrayList<String>();
    patient.pem().ifPresent(pem -> shown(pem, findings, certificates));
    patient.certificateId().ifPresent(certificates::add);
    thing(patient).ifPresent(name -> thing(name, certificates, findings));
    Stream<String> distinct = certificates.stream().distinct().limit(CERTIFICATES_MAX);
    distinct.forEach(id -> certificate(id, patient, findings));
    return new Report(findings, refusals(patient, certificates));
  }

  private static Optional<ThingName> thing(Patient patient) {
    boolean known = patient.certificateId().isPresent() || patient.pem().isPresent();
    return patient
        .thing()
        .or(() -> known ? Optional.empty() : patient.clientId().flatMap(ThingName::parse));
  }

  private List<Refusal> refusals(Patient patient, List<String> certificates) {
    Stream<String> names =
        Stream.concat(patient.clientId().stream(), patient.thing().map(ThingName::text).stream());
    return Stream.concat(
            certificates.stream().flatMap(id -> surroundings.refusals().ofCertificate(id).stream()),
            names.flatMap(name -> surroundings.refusals().ofClient(name).stream()))
        .distinct()
        .sorted((one, other) -> one.at().compareTo(other.at()))
        .toList();
  }

  private void shown(String pem, List<Finding> findings, List<String> certificates) {
    Optional<CertificateReader.Seen> seen = reader.read(pem);
    if (seen.isEmpty()) {
      findings.add(Finding.problem("certificate", "The text holds no PEM certificate."));
      return;
    }
    String id = seen.get().id();
    if (store.read(tx -> tx.certificates().find(id)).isPresent()) {
      certificates.add(id);
      return;
    }
    String subject = "certificate " + id;
    Instant now = clock.instant();
    Optional<Authority> registering =
        store.read(tx -> Vouching.registering(tx, reader, seen.get(), now));
    findings.add(
        registering
            .map(
                authority ->
                    Finding.warning(
                        subject,
                        "It is not registered yet. When the device connects, CA certificate "
                            + authority.id()
                            + " vouches for it and it is registered as PENDING_ACTIVATION; it is"
                            + " refused until you set it ACTIVE."))
            .orElseGet(() -> Finding.problem(subject, unknown(seen.get()))));
  }

  private String unknown(CertificateReader.Seen seen) {
    List<Authority> named = store.read(tx -> tx.authorities().named(seen.issuer()));
    Optional<Authority> signer =
        named.stream().filter(each -> reader.signed(seen.pem(), each.pem())).findFirst();
    String why =
        signer
            .map(
                authority ->
                    authority.active()
                        ? " Its CA certificate "
                            + authority.id()
                            + " is registered, but auto-registration is off or a date is over."
                        : " Its CA certificate " + authority.id() + " is registered but INACTIVE.")
            .orElse(" No registered CA certificate has signed it.");
    return "It is not registered: an unknown certificate is nobody."
        + why
        + " Register it (register-certificate-without-ca), or issue one here.";
  }

  private void thing(ThingName name, List<String> certificates, List<Finding> findings) {
    String subject = "thing " + name;
    Optional<Thing> found = store.read(tx -> tx.things().find(name));
    if (found.isEmpty()) {
      findings.add(Finding.problem(subject, "There is no such thing. Create it (create-thing)."));
      return;
    }
    List<Attachment> attached = store.read(tx -> tx.certificates().certificates(found.get().id()));
    attached.forEach(each -> certificates.add(each.certificateId()));
    findings.add(
        Finding.either(
            !certificates.isEmpty(),
            subject,
            "It is registered; " + attached.size() + " certificate(s) speak for it.",
            "No certificate speaks for it. Attach one (attach-thing-principal)."));
    store
        .read(tx -> tx.presence().find(found.get().id()))
        .ifPresent(
            presence ->
                findings.add(
                    Finding.ok(
                        subject,
                        (presence.connected() ? "Connected since " : "Not connected since ")
                            + presence.since()
                            + presence.reason().map(reason -> ": " + reason).orElse("")
                            + ".")));
  }

  private void certificate(String id, Patient patient, List<Finding> findings) {
    String subject = "certificate " + id;
    String name = name(id, patient);
    Optional<Access.Rights> rights = access.of(id, name);
    if (rights.isEmpty()) {
      findings.add(Finding.problem(subject, "It is not registered: an unknown one is nobody."));
      return;
    }
    Certificate certificate = rights.get().certificate();
    findings.add(standing(subject, certificate));
    findings.add(dates(subject, certificate));
    findings.add(
        Finding.either(
            !rights.get().policies().isEmpty(),
            subject,
            "Its policies: " + names(rights.get()) + ".",
            "It has no policy, so nothing is allowed. Attach one (attach-policy), to the"
                + " certificate or to a group of its thing."));
    findings.add(bound(subject, name, rights.get()));
    attempts(patient, name, rights.get())
        .forEach(attempt -> findings.add(attempt(attempt, patient, name, rights.get())));
  }

  /** What the client calls itself: as told, else as the thing it is about. */
  private String name(String id, Patient patient) {
    return patient
        .clientId()
        .or(() -> patient.thing().map(ThingName::text))
        .orElseGet(
            () ->
                store.read(tx -> tx.certificates().things(id, Optional.empty(), 1)).stream()
                    .map(each -> each.thingName().text())
                    .findFirst()
                    .orElse(""));
  }

  private static Finding standing(String subject, Certificate certificate) {
    return Finding.either(
        certificate.standing() == Standing.ACTIVE,
        subject,
        "It is ACTIVE.",
        "It is " + certificate.standing() + "; only ACTIVE ones are let in (update-certificate).");
  }

  private Finding dates(String subject, Certificate certificate) {
    Instant now = clock.instant();
    var validity = certificate.validity();
    String span = validity.from() + " until " + validity.until();
    return Finding.either(
        validity.holdsAt(now),
        subject,
        "It is valid from " + span + ".",
        "It is valid from " + span + ", and the server's clock says " + now + ".");
  }

  private static String names(Access.Rights rights) {
    return String.join(", ", rights.policies().stream().map(each -> each.name().text()).toList());
  }

  private static Finding bound(String subject, String name, Access.Rights rights) {
    return rights
        .thing()
        .map(
            thing ->
                Finding.ok(
                    subject,
                    "A client called '" + name + "' stands for thing " + thing.name() + "."))
        .orElseGet(
            () ->
                Finding.warning(
                    subject,
                    "A client called '"
                        + name
                        + "' stands for no thing: ${iot:Connection.Thing.…} in policies stands for"
                        + " nothing then, and no group policy counts. Use the name of an attached"
                        + " thing as client id, or attach it exclusively."));
  }

  private static List<Attempt> attempts(Patient patient, String name, Access.Rights rights) {
    var attempts = new ArrayList<Attempt>();
    if (!name.isEmpty() && patient.attempt().filter(each -> !each.overMqtt()).isEmpty()) {
      attempts.add(new Attempt(Action.CONNECT, name));
    }
    patient
        .attempt()
        .ifPresentOrElse(
            attempts::add,
            () ->
                patient
                    .thing()
                    .map(ThingName::text)
                    .or(() -> rights.thing().map(thing -> thing.name().text()))
                    .ifPresent(thing -> jobs(thing, attempts)));
    return attempts.stream().distinct().toList();
  }

  /** All that a device does to work on jobs. */
  private static void jobs(String thing, List<Attempt> attempts) {
    String jobs = "$aws/things/" + thing + "/jobs/";
    attempts.add(new Attempt(Action.PUBLISH, jobs + "start-next"));
    attempts.add(new Attempt(Action.PUBLISH, jobs + "get"));
    attempts.add(new Attempt(Action.PUBLISH, jobs + "any-job/get"));
    attempts.add(new Attempt(Action.PUBLISH, jobs + "any-job/update"));
    attempts.add(new Attempt(Action.SUBSCRIBE, jobs + "notify-next"));
    attempts.add(new Attempt(Action.RECEIVE, jobs + "notify-next"));
    attempts.add(new Attempt(Action.START_NEXT, thing));
    attempts.add(new Attempt(Action.UPDATE_EXECUTION, thing));
  }

  private Finding attempt(Attempt attempt, Patient patient, String name, Access.Rights rights) {
    String subject = attempt.action().text() + " " + attempt.resource();
    Optional<String> limit = surroundings.limit().apply(attempt);
    if (limit.isPresent()) {
      return Finding.problem(subject, limit.get());
    }
    boolean mqtt = attempt.overMqtt();
    var here =
        new Circumstances(
            rights.certificate().id(),
            mqtt ? Optional.of(name) : Optional.empty(),
            patient.sourceIp(),
            mqtt ? rights.thing() : Optional.empty(),
            reader.names(rights.certificate().pem()));
    var ask = new Ask(attempt.action(), attempt.resource(), surroundings.account());
    Decision decision = Evaluation.decide(rights.policies(), ask, here);
    return Finding.either(
        decision.allowed(), subject, sentence(decision.why()), sentence(decision.why()));
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }
}
