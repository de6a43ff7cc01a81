package errand.server;

import errand.core.app.Finding;
import errand.server.console.Console;
import errand.server.fetch.Fetcher;
import errand.server.http.ClockHandler;
import errand.server.http.FrontDoor;
import errand.server.http.Health;
import errand.server.http.HomeCalls;
import errand.server.http.HttpHandler;
import errand.server.http.HttpListeners;
import errand.server.http.HttpSettings;
import errand.server.http.MqttLines;
import errand.server.http.MqttUpgrades;
import errand.server.http.TlsListener;
import errand.server.identity.AccessKeys;
import errand.server.identity.AuthoritySettings;
import errand.server.identity.DataAccount;
import errand.server.identity.LinkKeys;
import errand.server.identity.LocalAuthority;
import errand.server.identity.SigV4;
import errand.server.identity.SigV4Settings;
import errand.server.line.Admission;
import errand.server.line.Line;
import errand.server.mqtt.EmbeddedBroker;
import errand.server.mqtt.MqttLink;
import errand.server.mqtt.MqttSettings;
import errand.server.s3.Books;
import errand.server.s3.S3Door;
import errand.server.s3.Signatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
 * A running server: what all accounts share. {@link #wire} is the wiring diagram: read it from top
 * to bottom to see which room is handed to which; {@link House} is that of one account.
 */
public final class Server implements AutoCloseable {
  private final Config config;
  private final Opened opened;
  private final HttpListeners http;
  private final MqttLink mqtt;
  private final LocalAuthority authority;
  private final AccessKeys keys;
  private final Console console;

  private Server(
      Config config,
      Opened opened,
      HttpListeners http,
      MqttLink mqtt,
      LocalAuthority authority,
      AccessKeys keys,
      Console console) {
    this.config = config;
    this.opened = opened;
    this.http = http;
    this.mqtt = mqtt;
    this.authority = authority;
    this.keys = keys;
    this.console = console;
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
    DataAccount.settle(identity, config.account());
    var authority =
        opened.add(
            LocalAuthority.open(
                new AuthoritySettings(identity, config.names(), config.serverKey()), real));
    var keys = AccessKeys.open(identity, config.account(), real);
    var skewMax = SigV4Settings.USUAL.clockSkewMax();
    var signatures =
        new SigV4(keys::lookup, new SigV4Settings(skewMax, config.pinnedRegion()), real);

    var httpsPort = new AtomicInteger(config.ports().https());
    var openPorts = new AtomicReference<Map<String, Integer>>(Map.of());
    Supplier<List<Finding>> checkup =
        () -> new HouseCheckup(config, authority, openPorts.get(), real).findings();
    var linkKeys = LinkKeys.open(identity);
    var fetcher = opened.add(Fetcher.start(config.artifacts().fetching()));
    var yard = new Depot.Yard(config, linkKeys, fetcher, httpsPort::get, real);
    var ground = new Ground(config, real, clock, authority, keys, httpsPort::get, checkup, yard);
    var houses = opened.add(Houses.open(ground));
    var admission = new Admission(config.limits().admission());
    var broker = mqttSettings(config, authority, admission);
    var mqtt = opened.add(EmbeddedBroker.start(broker, new Gates(houses)));
    // Before the broker closes, which is when nobody can publish any more.
    opened.add(houses::rest);
    houses.work(mqtt);

    HttpHandler doors = new Health(new FrontDoor(signatures, houses));
    if (manual.isPresent()) {
      doors = new ClockHandler(new TimeTravel(manual.get(), houses), doors);
    }
    var console = new Console(keys::lookup, new ConsoleCalls(houses), config.region(), real, doors);
    doors = new HomeCalls(console);
    var upgrades = new MqttUpgrades(signatures, houses, new Lines(mqtt));
    var settings = httpSettings(config, authority, admission);
    var operatorsAndLinks =
        new SigV4(
            id -> linkKeys.lookup(id).or(() -> keys.lookup(id)),
            new SigV4Settings(skewMax, config.pinnedRegion()),
            real);
    var books = new Books(houses::files, houses::audit, houses::notSigned);
    var trusted = new Signatures(config.artifacts().trustedKeys());
    var s3 = new S3Door(operatorsAndLinks, books, trusted);
    var http = opened.add(HttpListeners.start(settings, doors, s3, upgrades));
    opened.add(console);
    httpsPort.set(http.httpsPort());
    openPorts.set(openPorts(http, mqtt));
    opened.add(new PulseLoop("renewal", new Renewal(authority, real)::beat)).start();
    return new Server(config, opened, http, mqtt, authority, keys, console);
  }

  private static Map<String, Integer> openPorts(HttpListeners http, MqttLink mqtt) {
    var ports = new TreeMap<String, Integer>();
    ports.put("HTTPS", http.httpsPort());
    http.alpnPort().ifPresent(port -> ports.put("ALPN", port));
    mqtt.tlsPort().ifPresent(port -> ports.put("MQTT over TLS", port));
    return ports;
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

  /** An address that signs in to the console once, with the rights of the first key. */
  public String consoleLink() {
    var door =
        config.dev()
            ? "http://" + Config.LOOPBACK + ":" + http.httpPort()
            : "https://" + config.host() + ":" + http.httpsPort();
    return door + console.link(keys.first());
  }

  @Override
  public void close() {
    opened.close();
  }
}
