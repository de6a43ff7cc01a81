package errand.server;

import errand.core.app.Access;
import errand.core.app.Audit;
import errand.core.app.AuditedStore;
import errand.core.app.Authorities;
import errand.core.app.Authorizations;
import errand.core.app.Catalog;
import errand.core.app.Certificates;
import errand.core.app.DeviceJobs;
import errand.core.app.Doctor;
import errand.core.app.Documents;
import errand.core.app.DryRun;
import errand.core.app.DynamicGroups;
import errand.core.app.DynamicWalk;
import errand.core.app.ExecutionsControl;
import errand.core.app.Finding;
import errand.core.app.FleetRegistry;
import errand.core.app.FleetSearch;
import errand.core.app.Handouts;
import errand.core.app.Installs;
import errand.core.app.JobsControl;
import errand.core.app.MembershipSweep;
import errand.core.app.Memberships;
import errand.core.app.Overview;
import errand.core.app.Policies;
import errand.core.app.Presence;
import errand.core.app.Provisioner;
import errand.core.app.ProvisioningTemplates;
import errand.core.app.Pulse;
import errand.core.app.Store;
import errand.core.app.Templates;
import errand.core.app.Territory;
import errand.core.app.Throttle;
import errand.server.artifact.ArtifactStore;
import errand.server.events.EventLoops;
import errand.server.events.MqttReader;
import errand.server.events.Webhook;
import errand.server.http.Planes;
import errand.server.identity.Changes;
import errand.server.identity.DeviceAccess;
import errand.server.identity.KeyKind;
import errand.server.identity.LocalIssuer;
import errand.server.identity.X509Reader;
import errand.server.mqtt.AccountLink;
import errand.server.mqtt.Evictions;
import errand.server.mqtt.Holds;
import errand.server.mqtt.JobsGate;
import errand.server.mqtt.NoticeDrain;
import errand.server.mqtt.PresenceKeeper;
import errand.server.store.SqliteStore;
import errand.server.store.UuidIds;
import errand.server.wire.control.ControlPlane;
import errand.server.wire.device.HttpDevicePlane;
import errand.server.wire.device.MqttDevicePlane;
import errand.server.wire.device.ProvisioningPlane;
import errand.server.wire.device.Traffic;
import errand.server.wire.event.EventMessages;
import errand.server.wire.policy.PolicyJson;
import errand.server.wire.provision.BlueprintJson;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;

/**
 * One account: its store and everything that works on it, and nothing of any other account. The
 * constructor is the wiring diagram: read it from top to bottom to see which room is handed to
 * which. It answers from the beginning; {@link #work} begins what goes on by itself.
 *
 * <pre>
 *   open ... answers ... work ... publishes, beats ... rest ... close
 * </pre>
 */
final class House implements AutoCloseable {
  private final String account;
  private final Ground ground;
  private final Opened opened = new Opened();
  private final Opened working = new Opened();

  private final Store store;
  private final Audit audit;
  private final Bells bells;
  private final Changes changes = new Changes();
  private final Memberships memberships;
  private final Certificates certificates;
  private final DeviceAccess access;
  private final Provisioner provisioner;
  private final Holds holds = new Holds();
  private final MqttDevicePlane mqttPlane;
  private final JobsGate gate;
  private final Depot depot;
  private final Planes planes;
  private final PulseLoop pulse;
  private volatile Runnable awaitQuiet = () -> {};

  /**
   * Opens the account.
   *
   * @param place where it is kept
   * @param territory keeps its certificates apart from those of other accounts
   * @param checkup how the server itself does, as far as it is the account's business
   * @throws RuntimeException with a message for the operator when it cannot be opened
   */
  static House open(
      String account,
      Place place,
      Territory territory,
      Ground ground,
      Supplier<List<Finding>> checkup) {
    var store = SqliteStore.open(place.folder(), place.heapBytes());
    boolean done = false;
    try {
      var house = new House(account, store, place.folder(), territory, ground, checkup);
      done = true;
      return house;
    } finally {
      if (!done) {
        store.close();
      }
    }
  }

  /** Where a house keeps its data, and how much of the heap it may keep rows in. */
  record Place(Path folder, long heapBytes) {}

  private House(
      String account,
      SqliteStore sqlite,
      Path folder,
      Territory territory,
      Ground ground,
      Supplier<List<Finding>> checkup) {
    this.account = account;
    this.ground = ground;
    opened.add(sqlite);
    var config = ground.config();
    var real = ground.real();
    var clock = ground.clock();
    store = new AuditedStore(sqlite, real);
    audit = new Audit(sqlite, config.limits().audit(), real);
    var ids = new UuidIds(clock, new SecureRandom(), sqlite.highestOrder());
    bells = new Bells(changes);
    var quotas = config.limits().quotas();
    var fleet = FleetRegistry.over(store, ids, clock, bells, quotas);
    memberships = new Memberships(ids, quotas);
    var reader = new X509Reader();
    var issuer = new LocalIssuer(ground.authority(), KeyKind.RSA_2048);
    certificates = new Certificates(store, real, issuer, reader, changes, territory);
    var documents = new PolicyJson();
    var policies = new Policies(store, real, documents, changes, quotas);
    var rights = new Access(store, documents);
    var blueprints = new BlueprintJson();
    provisioner =
        new Provisioner(
            store,
            ids,
            new Provisioner.Clocks(clock, real),
            new Provisioner.Tools(issuer, reader, blueprints, documents, territory),
            fleet,
            bells,
            quotas);
    var identities =
        new ControlPlane.Identities(
            certificates,
            new Authorities(store, ids, real, reader, quotas),
            policies,
            new Authorizations(store, rights, policies, documents, reader),
            new ProvisioningTemplates(store, real, blueprints, quotas),
            provisioner);
    depot = opened.add(Depot.open(ground.yard(), account, folder, store));
    var jobDocuments = new Documents(depot.links());
    var control = new JobsControl(store, ids, clock, bells, quotas, jobDocuments);
    var executions = new ExecutionsControl(store, ids, clock, bells);
    var devices =
        new DeviceJobs(
            store, ids, clock, bells, new Handouts(depot.links()), new Installs(memberships));
    access = new DeviceAccess(rights, certificates, changes, real, account, audit);

    var throttle = new Throttle(config.limits().throttle(), real);
    var traffic = new Traffic(clock);
    mqttPlane = new MqttDevicePlane(devices, throttle, clock, config.quirks(), traffic);
    var presence =
        opened.add(new PresenceKeeper(new Presence(store, clock, memberships, bells), clock));
    gate =
        new JobsGate(
            account,
            mqttPlane,
            new ProvisioningPlane(provisioner, audit, quotas, real),
            access,
            ground.keys()::lookup,
            holds,
            presence,
            config.quirks());

    var surroundings =
        new Doctor.Surroundings(
            account, access.refusals(), config.limits().mqtt()::objection, checkup);
    var useCases =
        new ControlPlane.UseCases(
            fleet,
            identities,
            control,
            executions,
            new DryRun(store, clock, quotas, jobDocuments),
            new Overview(store, clock),
            traffic,
            new Templates(store, ids, clock, quotas),
            new FleetSearch(store),
            new DynamicGroups(store, ids, clock, memberships, quotas, bells),
            audit,
            new Doctor(store, rights, reader, real, surroundings),
            new Catalog(store, clock),
            depot.sources());
    var place = new ControlPlane.Place(account, config.host(), ground.httpsPort());
    var controlPlane = new ControlPlane(useCases, place, clock);
    var devicePlane = new HttpDevicePlane(devices, throttle, config.quirks());
    planes = new Planes(throttle, access, controlPlane, devicePlane, config.region(), audit);
    pulse = new PulseLoop("pulse", new Heart(new Pulse(store, ids, clock, bells, quotas))::beat);
    presence.start();
  }

  /** Begins to publish what it owes, to do what is due and to end what has lost its rights. */
  void work(AccountLink link) {
    var config = ground.config();
    var audits = working.add(new PulseLoop("audit", audit::beat));
    var evictions = working.add(new Evictions(access, gate, link));
    changes.listen(evictions::changed);
    var drain = working.add(new NoticeDrain(store, mqttPlane, link, holds));
    working.add(pulse);
    var walk = new DynamicWalk(store, ground.clock(), memberships, bells);
    var walks = working.add(new PulseLoop("dynamic-groups", walk::beat));
    var unclaimed = working.add(new PulseLoop("unclaimed", provisioner::beat));
    var sweep = working.add(new PulseLoop("sweep", new MembershipSweep(store)::beat));
    var messages = new EventMessages(config.region(), account);
    var events = working.add(new EventLoops(store, messages));
    events.add(new MqttReader(link));
    config
        .webhook()
        .map(hook -> new Webhook(hook.address(), hook.secret(), account, ground.real()))
        .ifPresent(events::add);
    Runnable notices =
        () -> {
          drain.ring();
          events.ring();
        };
    Runnable due =
        () -> {
          pulse.ring();
          walks.ring();
        };
    bells.hang(notices, due);
    awaitQuiet = drain::awaitQuiet;

    evictions.start();
    drain.start();
    events.start();
    pulse.start();
    walks.start();
    audits.start();
    sweep.start();
    unclaimed.start();
  }

  String account() {
    return account;
  }

  Certificates certificates() {
    return certificates;
  }

  JobsGate gate() {
    return gate;
  }

  ArtifactStore files() {
    return depot.files();
  }

  Audit audit() {
    return audit;
  }

  Planes planes() {
    return planes;
  }

  Store store() {
    return store;
  }

  /** Does all that is due now, on the caller's thread. */
  void runUntilQuiet() {
    pulse.runUntilQuiet();
  }

  /** Blocks until nothing is owed, or for a few seconds at most. */
  void awaitQuiet() {
    awaitQuiet.run();
  }

  /** Ends what {@link #work} began; it still answers. */
  void rest() {
    working.close();
  }

  /** Ends everything; after the broker has, whose last connections it notes. */
  @Override
  public void close() {
    rest();
    opened.close();
  }
}
