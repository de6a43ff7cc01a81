package errand.core.app;

import errand.core.fleet.Tagged;
import errand.core.name.ProvisioningTemplateName;
import errand.core.provision.Blueprint;
import errand.core.provision.ProvisioningTemplate;
import errand.core.provision.ProvisioningTemplate.Kind;
import errand.core.provision.ProvisioningTemplate.Settings;
import errand.core.provision.ProvisioningTemplate.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Provisioning templates and their versions, for operators. Each call is one transaction. Threads:
 * any.
 */
public final class ProvisioningTemplates {
  private final Store store;
  private final InstantSource clock;
  private final BlueprintReader reader;
  private final Quotas quotas;

  public ProvisioningTemplates(
      Store store, InstantSource clock, BlueprintReader reader, Quotas quotas) {
    this.store = store;
    this.clock = clock;
    this.reader = reader;
    this.quotas = quotas;
  }

  /** A template to be created. */
  public record NewTemplate(
      ProvisioningTemplateName name,
      Kind kind,
      Settings settings,
      String body,
      SortedMap<String, String> tags) {}

  /** A template with one of its versions. */
  public record Whole(ProvisioningTemplate template, Version version) {
    public boolean inForce() {
      return template.defaultVersion() == version.number();
    }
  }

  /** CreateProvisioningTemplate: its first version is in force. */
  public Answer<Whole, ControlRefusal> create(NewTemplate wanted) {
    Instant now = clock.instant();
    return sound(wanted.body(), wanted.kind(), () -> store.transact(tx -> create(tx, wanted, now)));
  }

  private Answer<Whole, ControlRefusal> create(Tx tx, NewTemplate wanted, Instant now) {
    if (tx.provisioning().find(wanted.name()).isPresent()) {
      return ControlRefusal.alreadyExists(
          "Provisioning template " + wanted.name() + " already exists.");
    }
    int most = quotas.most(Quota.PROVISIONING_TEMPLATES);
    if (tx.provisioning().list(Optional.empty(), most + 1).size() >= most) {
      return ControlRefusal.limitExceeded(
          "There can be at most " + most + " provisioning templates.");
    }
    Optional<String> excess = Tags.excess(wanted.tags(), quotas);
    if (excess.isPresent()) {
      return ControlRefusal.limitExceeded(excess.get());
    }
    var settings = wanted.settings();
    var template =
        new ProvisioningTemplate(
            wanted.name(),
            wanted.kind(),
            settings.description(),
            settings.enabled(),
            settings.role(),
            1,
            1,
            now,
            now);
    var version = new Version(wanted.name(), 1, wanted.body(), now);
    tx.provisioning().save(template);
    tx.provisioning().insert(version);
    tx.tags().put(Tagged.provisioning(wanted.name()), wanted.tags());
    return Answer.given(new Whole(template, version));
  }

  private <T> Answer<T, ControlRefusal> sound(
      String body, Kind kind, Supplier<Answer<T, ControlRefusal>> then) {
    return reader
        .read(body)
        .fold(
            blueprint ->
                objection(blueprint, kind)
                    .<Answer<T, ControlRefusal>>map(ControlRefusal::invalid)
                    .orElseGet(then),
            ControlRefusal::invalid);
  }

  // What a device has just shown, or been given, is the one certificate that can be meant.
  private static Optional<String> objection(Blueprint blueprint, Kind kind) {
    return blueprint.certificate().filter(each -> each.id().isPresent()).isPresent()
        ? Optional.empty()
        : Optional.of(
            "A template of type "
                + kind
                + " must have a resource of type AWS::IoT::Certificate with a CertificateId.");
  }

  /** DescribeProvisioningTemplate: with the version in force. */
  public Answer<Whole, ControlRefusal> describe(ProvisioningTemplateName name) {
    return store.read(
        tx -> template(tx, name, found -> version(tx, found, found.defaultVersion())));
  }

  /** DescribeProvisioningTemplateVersion. */
  public Answer<Whole, ControlRefusal> describeVersion(ProvisioningTemplateName name, int number) {
    return store.read(tx -> template(tx, name, found -> version(tx, found, number)));
  }

  /** ListProvisioningTemplates, in name order. */
  public Page<ProvisioningTemplate> list(Optional<ProvisioningTemplateName> after, int limit) {
    return store.read(tx -> Page.of(tx.provisioning().list(after, limit + 1), limit));
  }

  /** ListProvisioningTemplateVersions, newest first. */
  public Answer<List<Whole>, ControlRefusal> versions(ProvisioningTemplateName name) {
    return store.read(
        tx ->
            template(
                tx,
                name,
                found ->
                    Answer.given(
                        tx.provisioning().versions(name).stream()
                            .map(version -> new Whole(found, version))
                            .toList())));
  }

  /** What an update changes; what is absent stays. */
  public record Update(
      Optional<String> description,
      Optional<Boolean> enabled,
      Optional<String> role,
      Optional<Integer> version) {}

  /** UpdateProvisioningTemplate: repeatable. */
  public Answer<ProvisioningTemplate, ControlRefusal> update(
      ProvisioningTemplateName name, Update update) {
    Instant now = clock.instant();
    return store.transact(
        tx ->
            template(
                tx,
                name,
                found ->
                    version(tx, found, update.version().orElse(found.defaultVersion()))
                        .then(
                            whole -> {
                              var settings =
                                  new Settings(
                                      update.description().orElse(found.description()),
                                      update.enabled().orElse(found.enabled()),
                                      update.role().orElse(found.role()));
                              var changed = found.with(settings, whole.version().number(), now);
                              tx.provisioning().save(changed);
                              return Answer.given(changed);
                            })));
  }

  /** DeleteProvisioningTemplate. */
  public Answer<ProvisioningTemplate, ControlRefusal> delete(ProvisioningTemplateName name) {
    return store.transact(
        tx ->
            template(
                tx,
                name,
                found -> {
                  tx.provisioning().delete(name);
                  tx.tags().put(Tagged.provisioning(name), new TreeMap<>());
                  return Answer.given(found);
                }));
  }

  /** CreateProvisioningTemplateVersion: at most {@link Quota#PROVISIONING_VERSIONS} at once. */
  public Answer<Whole, ControlRefusal> createVersion(
      ProvisioningTemplateName name, String body, boolean intoForce) {
    Instant now = clock.instant();
    return sound(
        body,
        Kind.FLEET_PROVISIONING,
        () ->
            store.transact(
                tx -> template(tx, name, old -> grow(tx, old.grown(intoForce, now), body))));
  }

  private Answer<Whole, ControlRefusal> grow(Tx tx, ProvisioningTemplate template, String body) {
    int most = quotas.most(Quota.PROVISIONING_VERSIONS);
    if (tx.provisioning().versions(template.name()).size() >= most) {
      return ControlRefusal.because(
          ControlRefusal.Why.VERSIONS_LIMIT,
          "A provisioning template can have at most " + most + " versions.");
    }
    var version = new Version(template.name(), template.lastVersion(), body, template.updatedAt());
    tx.provisioning().save(template);
    tx.provisioning().insert(version);
    return Answer.given(new Whole(template, version));
  }

  /** DeleteProvisioningTemplateVersion: not the one in force. */
  public Answer<Whole, ControlRefusal> deleteVersion(ProvisioningTemplateName name, int number) {
    return store.transact(
        tx ->
            template(
                tx,
                name,
                found ->
                    version(tx, found, number)
                        .then(
                            whole -> {
                              if (whole.inForce()) {
                                return ControlRefusal.because(
                                    ControlRefusal.Why.DELETE_CONFLICT,
                                    "The default version of a provisioning template cannot be"
                                        + " deleted.");
                              }
                              tx.provisioning().deleteVersion(name, number);
                              return Answer.given(whole);
                            })));
  }

  static Answer<Whole, ControlRefusal> version(Tx tx, ProvisioningTemplate template, int number) {
    return tx.provisioning().versions(template.name()).stream()
        .filter(each -> each.number() == number)
        .findFirst()
        .<Answer<Whole, ControlRefusal>>map(each -> Answer.given(new Whole(template, each)))
        .orElseGet(
            () ->
                ControlRefusal.notFound(
                    "Provisioning template "
                        + template.name()
                        + " has no version "
                        + number
                        + "."));
  }

  static <T> Answer<T, ControlRefusal> template(
      Tx tx,
      ProvisioningTemplateName name,
      Function<ProvisioningTemplate, Answer<T, ControlRefusal>> then) {
    return tx.provisioning()
        .find(name)
        .map(then)
        .orElseGet(() -> ControlRefusal.notFound("Provisioning template " + name + " not found."));
  }
}
