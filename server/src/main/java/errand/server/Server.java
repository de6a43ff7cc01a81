package errand.server;

import errand.core.app.Access;
import errand.core.app.AccessChange;
import errand.core.app.AccessWatch;
import errand.core.app.Audit;
import errand.core.app.AuditedStore;
import errand.core.app.Authorities;
import errand.core.app.Authorizations;
import errand.core.app.Bell;
import errand.core.app.Certificates;
import errand.core.app.DeviceJobs;
import errand.core.app.Doctor;
import errand.core.app.DryRun;
import errand.core.app.DynamicGroups;
import errand.core.app.DynamicWalk;
import errand.core.app.ExecutionsControl;
import errand.core.app.Finding;
import errand.core.app.FleetRegistry;
import errand.core.app.FleetSearch;
import errand.core.app.Ids;
import errand.core.app.JobsControl;
import errand.core.app.MembershipSweep;
import errand.core.app.Memberships;
import errand.core.app.Policies;
import errand.core.app.Presence;
import errand.core.app.Pulse;
import errand.core.app.Quotas;
import errand.core.app.Store;
import errand.core.app.Templates;
import errand.core.app.Throttle;
import errand.server.events.EventLoops;
import errand.server.events.MqttReader;
import errand.server.events.Webhook;
import errand.server.http.ClockHandler;
import errand.server.http.Health;
import errand.server.http.HomeCalls;
import errand.server.http.HttpHandler;
import errand.server.http.HttpListeners;
import errand.server.http.HttpSettings;
import errand.server.http.MqttLines;
import errand.server.http.MqttUpgrades;
import errand.server.http.Planes;
import errand.server.http.TlsListener;
import errand.server.identity.AccessKeys;
import errand.server.identity.AuthoritySettings;
import errand.server.identity.Changes;
import errand.server.identity.DeviceAccess;
import errand.server.identity.KeyKind;
import errand.server.identity.LocalAuthority;
import errand.server.identity.LocalIssuer;
import errand.server.identity.SigV4;
import errand.server.identity.SigV4Settings;
import errand.server.identity.X509Reader;
import errand.server.line.Admission;
import errand.server.line.Line;
import errand.server.mqtt.EmbeddedBroker;
import errand.server.mqtt.Evictions;
import errand.server.mqtt.Holds;
import errand.server.mqtt.JobsGate;
import errand.server.mqtt.MqttLink;
import errand.server.mqtt.MqttSettings;
import errand.server.mqtt.NoticeDrain;
import errand.server.mqtt.PresenceKeeper;
import errand.server.store.SqliteStore;
import errand.server.store.UuidIds;
import errand.server.wire.control.ControlPlane;
import errand.server.wire.device.HttpDevicePlane;
import errand.server.wire.device.MqttDevicePlane;
import errand.server.wire.event.EventMessages;
import errand.server.wire.policy.PolicyJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A running server. {@link #wire} is the wiring diagram: read it from top to bottom to see which
 * room is handed to which.
 */
public final class Server implements AutoCloseable {
  private final Config config;
  private final Opened opened;
  private final HttpListeners http;
  private final MqttLink mqtt;
  private final LocalAuthority authority;
  private final AccessKeys keys;

  private Server(
      Config config,
      Opened opened,
      HttpListeners http,
      MqttLink mqtt,
      LocalAuthority authority,
      AccessKeys keys) {
    this.config = config;
    this.opened = opened;
    this.http = http;
    this.mqtt = mqtt;
    this.authority = authority;
    this.keys = keys;
  }

  /**
   * Starts a server; returns when it serves.
   *
   * @param clock all of the server's time comes from it
   * @throws RuntimeException with a message for the operator when it cannot start
   */
  public static Server start(Config config, InstantSource clock) {
    makeFolder(config.data());
    var opened = new Opened();
    try {
      return wire(config, clock, opened);
    } catch (RuntimeException failure) {
      opened.close();
      throw failure;
    }
  }

  // Real time is for certificates and signatures, time for everything about jobs and the fleet.
  private static Server wire(Config config, InstantSource real, Opened opened) {
    var manual = config.manualClock().map(ManualClock::new);
    InstantSource clock = manual.isPresent() ? manual.get() : real;
    var identity = config.data().resolve("identity");
    var authority =
        opened.add(
            LocalAuthority.open(
                new AuthoritySettings(identity, config.names(), config.serverKey()), real));
    var keys = AccessKeys.open(identity, config.account(), real);
    var skewMax = SigV4Settings.USUAL.clockSkewMax();
    var signatures =
        new SigV4(keys::lookup, new SigV4Settings(skewMax, config.pinnedRegion()), real);

    var sqlite = opened.add(SqliteStore.open(config.data()));
    var store = new AuditedStore(sqlite, real);
    var audit = new Audit(sqlite, config.limits().audit(), real);
    var audits = opened.add(new PulseLoop("audit", audit::beat));
    var ids = new UuidIds(clock, new SecureRandom(), sqlite.highestOrder());
    var bells = new Bells();
    var changes = new Changes();
    bells.access = changes;
    var fleet = FleetRegistry.over(store, ids, clock, bells, Quotas.AWS);
    var memberships = new Memberships(ids, Quotas.AWS);
    var identities = identities(store, ids, real, changes, authority);
    var control = new JobsControl(store, ids, clock, bells, Quotas.AWS);
    var executions = new ExecutionsControl(store, ids, clock, bells);
    var devices = new DeviceJobs(store, ids, clock, bells);
    var access = deviceAccess(config, store, real, changes, identities, audit);

    var throttle = new Throttle(config.limits().throttle(), real);
    var mqttPlane = new MqttDevicePlane(devices, throttle, clock, config.quirks());
    var holds = new Holds();
    var presence = new PresenceKeeper(new Presence(store, clock, memberships, bells), clock);
    presence.start();
    opened.add(presence);
    var gate = new JobsGate(mqttPlane, access, keys::lookup, holds, presence, config.quirks());
    var admission = new Admission(config.limits().admission());
    var mqtt = opened.add(EmbeddedBroker.start(mqttSettings(config, authority, admission), gate));
    var evictions = opened.add(new Evictions(access, gate, mqtt));
    changes.listen(evictions::changed);
    var drain = opened.add(new NoticeDrain(store, mqttPlane, mqtt, holds));
    var pulse =
        opened.add(new PulseLoop("pulse", new Heart(new Pulse(store, ids, clock, bells))::beat));
    var walk = new DynamicWalk(store, clock, memberships, bells);
    var walks = opened.add(new PulseLoop("dynamic-groups", walk::beat));
    var sweep = opened.add(new PulseLoop("sweep", new MembershipSweep(store)::beat));
    var renewal = opened.add(new PulseLoop("renewal", new Renewal(authority, real)::beat));
    var messages = new EventMessages(config.region(), config.account());
    var events = opened.add(new EventLoops(store, messages));
    events.add(new MqttReader(mqtt));
    config
        .webhook()
        .ifPresent(hook -> events.add(new Webhook(hook.address(), hook.secret(), real)));
    bells.notices =
        () -> {
          drain.ring();
          events.ring();
        };
    bells.due =
        () -> {
          pulse.ring();
          walks.ring();
        };

    var openPorts = new AtomicReference<Map<String, Integer>>(Map.of());
    Supplier<List<Finding>> house =
        () -> new HouseCheckup(config, authority, openPorts.get(), real).findings();
    var doctor =
        new Doctor(
            store,
            new Access(store, new PolicyJson()),
            new X509Reader(),
            real,
            new Doctor.Surroundings(
                config.account(), access.refusals(), config.limits().mqtt()::objection, house));
    var httpsPort = new AtomicInteger(config.ports().https());
    var place = new ControlPlane.Place(config.account(), config.host(), httpsPort::get);
    var useCases =
        new ControlPlane.UseCases(
            fleet,
            identities,
            control,
            executions,
            new DryRun(store, clock),
            new Templates(store, ids, clock, Quotas.AWS),
            new FleetSearch(store),
            new DynamicGroups(store, ids, clock, memberships, bells),
            audit,
            doctor);
    var controlPlane = new ControlPlane(useCases, place, clock);
    var devicePlane = new HttpDevicePlane(devices, throttle, config.quirks());
    var planes =
        new Planes(signatures, throttle, access, controlPlane, devicePlane, config.region(), audit);
    var settings = httpSettings(config, authority, admission);
    HttpHandler doors = new Health(planes);
    if (manual.isPresent()) {
      doors = new ClockHandler(new TimeTravel(manual.get(), pulse, store, drain), doors);
    }
    doors = new HomeCalls(doors);
    var upgrades = new MqttUpgrades(signatures, new Lines(mqtt));
    var http = opened.add(HttpListeners.start(settings, doors, upgrades));
    httpsPort.set(http.httpsPort());
    openPorts.set(openPorts(http, mqtt));

    evictions.start();
    drain.start();
    events.start();
    pulse.start();
    walks.start();
    audits.start();
    sweep.start();
    renewal.start();
    return new Server(config, opened, http, mqtt, authority, keys);
  }

  private static Map<String, Integer> openPorts(HttpListeners http, MqttLink mqtt) {
    var ports = new TreeMap<String, Integer>();
    ports.put("HTTPS", http.httpsPort());
    http.alpnPort().ifPresent(port -> ports.put("ALPN", port));
    mqtt.tlsPort().ifPresent(port -> ports.put("MQTT over TLS", port));
    return ports;
  }

  private static ControlPlane.Identities identities(
      Store store, Ids ids, InstantSource clock, AccessWatch watch, LocalAuthority authority) {
    var issuer = new LocalIssuer(authority, KeyKind.RSA_2048);
    var reader = new X509Reader();
    var documents = new PolicyJson();
    var policies = new Policies(store, clock, documents, watch, Quotas.AWS);
    return new ControlPlane.Identities(
        new Certificates(store, clock, issuer, reader, watch),
        new Authorities(store, ids, clock, reader, Quotas.AWS),
        policies,
        new Authorizations(store, new Access(store, documents), policies, documents, reader));
  }

  private static DeviceAccess deviceAccess(
      Config config,
      Store store,
      InstantSource clock,
      Changes changes,
      ControlPlane.Identities identities,
      Audit audit) {
    return new DeviceAccess(
        new Access(store, new PolicyJson()),
        identities.certificates(),
        changes,
        clock,
        config.account(),
        audit);
  }

  /** Hands connections from the HTTP listeners to the broker. */
  private record Lines(MqttLink mqtt) implements MqttLines {
    @Override
    public void direct(Line line) {
      mqtt.direct(line);
    }

    @Override
    public void webSocket(Line line, Optional<String> accessKeyId) {
      mqtt.webSocket(line, accessKeyId);
    }
  }

  /** Rings nobody until the house is put together: what is due then is found by the first look. */
  private static final class Bells implements Bell {
    private volatile Runnable notices = () -> {};
    private volatile Runnable due = () -> {};
    private volatile AccessWatch access = AccessWatch.NOBODY;

    @Override
    public void changed(AccessChange change) {
      access.changed(change);
    }

    @Override
    public void notices() {
      notices.run();
    }

    @Override
    public void due() {
      due.run();
    }
  }

  // Keys and the whole fleet are inside: nobody else on the machine has business there.
  private static void makeFolder(Path data) {
    try {
      if (!Files.isDirectory(data)) {
        var ownerOnly = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(data, PosixFilePermissions.asFileAttribute(ownerOnly));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot make the data folder " + data, failure);
    }
  }

  private static MqttSettings mqttSettings(
      Config config, LocalAuthority authority, Admission admission) {
    var door = new MqttSettings.TlsDoor(config.ports().mqtts(), authority.keyManager());
    return new MqttSettings(
        config.bind(),
        config.plainMqttPort(),
        Optional.of(door),
        config.data().resolve("mqtt"),
        MqttSettings.Storage.FILE,
        config.limits().mqtt(),
        admission);
  }

  @SuppressWarnings("AddressSelection") // a listener is bound to one address
  private static HttpSettings httpSettings(
      Config config, LocalAuthority authority, Admission admission) {
    Optional<InetSocketAddress> plain =
        config.dev()
            ? Optional.of(new InetSocketAddress(Config.LOOPBACK, config.ports().http()))
            : Optional.empty();
    var also = config.ports().alpn().stream().mapToObj(port -> at(config, port)).findFirst();
    var tls = new TlsListener(at(config, config.ports().https()), also, authority.sslContext());
    return new HttpSettings(plain, Optional.of(tls), config.limits().http(), admission);
  }

  @SuppressWarnings("AddressSelection") // one address is what --bind names
  private static InetSocketAddress at(Config config, int port) {
    return new InetSocketAddress(config.bind(), port);
  }

  /** The plain HTTP port, in development mode. */
  public OptionalInt httpPort() {
    return config.dev() ? OptionalInt.of(http.httpPort()) : OptionalInt.empty();
  }

  public int httpsPort() {
    return http.httpsPort();
  }

  /** The port that tells protocols apart by ALPN, if it was asked for. */
  public OptionalInt alpnPort() {
    return http.alpnPort();
  }

  /** The plain MQTT port, in development mode. */
  public OptionalInt mqttPort() {
    return mqtt.plainPort();
  }

  public int mqttsPort() {
    return mqtt.tlsPort().orElseThrow();
  }

  public Config config() {
    return config;
  }

  /** The certificate that clients must trust, as a PEM file. */
  public Path caFile() {
    return authority.caCertificatePem();
  }

  /** The file with the operator's keys. */
  public Path keysFile() {
    return keys.file();
  }

  @Override
  public void close() {
    opened.close();
  }
}
