package errand.server;

import errand.core.app.Audit;
import errand.core.app.Quotas;
import errand.core.app.Throttle;
import errand.server.fetch.Fetcher;
import errand.server.http.HttpLimits;
import errand.server.identity.AuthoritySettings;
import errand.server.line.Admission;
import errand.server.mqtt.MqttLimits;
import errand.server.s3.Storage;
import errand.server.wire.device.Quirk;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Every setting of the server.
 *
 * @param data folder of everything the server keeps; made with mode 0700 when missing
 * @param dev development mode: plain HTTP and plain MQTT ports, on loopback only; clients of the
 *     plain MQTT port may act for any thing
 * @param bind address that the TLS ports listen on; default loopback
 * @param ports where to listen
 * @param names host names and addresses for the server certificate, besides the loopback ones; the
 *     first is what DescribeEndpoint answers
 * @param account twelve digits, in every ARN
 * @param region in ARNs for callers that sign for none, and the default that {@code errand env}
 *     prints
 * @param pinned refuse signatures for any other region
 * @param limits what clients may ask for, and how often
 * @param quirks what devices are answered otherwise than usual
 * @param manualClock in development mode: jobs live by a clock that stands at this instant until it
 *     is moved through {@code /_errand/clock}
 * @param webhook where events are posted
 * @param serverKey a server certificate of the operator's with its key
 * @param artifacts files for devices, and documents that are fetched
 */
public record Config(
    Path data,
    boolean dev,
    String bind,
    Ports ports,
    List<String> names,
    String account,
    String region,
    boolean pinned,
    Limits limits,
    Set<Quirk> quirks,
    Optional<Instant> manualClock,
    Optional<Hook> webhook,
    Optional<AuthoritySettings.KeyFiles> serverKey,
    Artifacts artifacts) {
  public static final String ACCOUNT = "000000000000";
  public static final String REGION = "us-east-1";
  public static final String LOOPBACK = "127.0.0.1";

  /**
   * Port numbers; 0 takes any free one.
   *
   * @param http plain HTTP, opened only in development mode
   * @param https both planes over TLS
   * @param mqtt plain MQTT, opened only in development mode
   * @param mqtts MQTT over mutual TLS
   * @param alpn everything over TLS, told apart by ALPN as on port 443 of AWS; empty for none
   */
  public record Ports(int http, int https, int mqtt, int mqtts, OptionalInt alpn) {
    public static final Ports USUAL = new Ports(8080, 8443, 1883, 8883);
    public static final Ports ANY = new Ports(0, 0, 0, 0);

    /** Without a port for ALPN. */
    public Ports(int http, int https, int mqtt, int mqtts) {
      this(http, https, mqtt, mqtts, OptionalInt.empty());
    }
  }

  /** Limits of the listeners, of requests over time, of the record, and of what there may be. */
  public record Limits(
      MqttLimits mqtt,
      HttpLimits http,
      Throttle.Limits throttle,
      Audit.Limits audit,
      Admission.Limits admission,
      Quotas quotas) {
    public static final Limits USUAL =
        new Limits(MqttLimits.AWS, HttpLimits.USUAL, Throttle.Limits.NONE);

    /** With the usual record, the usual number of connections and the usual quotas. */
    public Limits(MqttLimits mqtt, HttpLimits http, Throttle.Limits throttle) {
      this(mqtt, http, throttle, Audit.Limits.USUAL, Admission.Limits.USUAL, Quotas.AWS);
    }

    /** The same with other quotas. */
    public Limits with(Quotas others) {
      return new Limits(mqtt, http, throttle, audit, admission, others);
    }
  }

  /**
   * Files for devices, and where documents come from.
   *
   * @param storages elsewhere, to which devices can be sent
   * @param trustedKeys signatures over artifacts must be by one of them; none: any are taken
   * @param fetching what may be reached when a document is fetched
   */
  public record Artifacts(
      List<Storage> storages, List<PublicKey> trustedKeys, Fetcher.Settings fetching) {
    public static final Artifacts USUAL =
        new Artifacts(List.of(), List.of(), Fetcher.Settings.USUAL);

    public Artifacts {
      storages = List.copyOf(storages);
      trustedKeys = List.copyOf(trustedKeys);
    }
  }

  /**
   * A webhook.
   *
   * @param address http or https
   * @param secret shared with the receiver, who checks the signatures with it
   */
  public record Hook(URI address, String secret) {
    @Override
    public String toString() {
      return "Hook[" + address + "]";
    }
  }

  public Config {
    names = List.copyOf(names);
    quirks = Set.copyOf(quirks);
    if (!account.matches("[0-9]{12}")) {
      throw new IllegalArgumentException("an account has twelve digits, not " + account);
    }
    if (manualClock.isPresent() && !dev) {
      throw new IllegalArgumentException("a manual clock is for the development mode only");
    }
    if (!region.matches("[a-z0-9-]{1,64}")) {
      throw new IllegalArgumentException("a region is made of a-z, 0-9 and hyphen, not " + region);
    }
  }

  /** A server on loopback with what is usual. */
  public static Config loopback(Path data, boolean dev, Ports ports) {
    return new Config(
        data,
        dev,
        LOOPBACK,
        ports,
        List.of(),
        ACCOUNT,
        REGION,
        false,
        Limits.USUAL,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Artifacts.USUAL);
  }

  /** The same with other limits. */
  public Config limits(Limits others) {
    return copy(account, others, quirks, manualClock, webhook, artifacts);
  }

  /** The same for another account. */
  public Config account(String other) {
    return copy(other, limits, quirks, manualClock, webhook, artifacts);
  }

  /** The same with other quirks. */
  public Config quirks(Set<Quirk> others) {
    return copy(account, limits, others, manualClock, webhook, artifacts);
  }

  /** The same with a clock that stands at an instant until it is moved. */
  public Config manualClock(Instant start) {
    return copy(account, limits, quirks, Optional.of(start), webhook, artifacts);
  }

  /** The same with a webhook. */
  public Config webhook(Hook hook) {
    return copy(account, limits, quirks, manualClock, Optional.of(hook), artifacts);
  }

  /** The same with other settings for artifacts. */
  public Config artifacts(Artifacts others) {
    return copy(account, limits, quirks, manualClock, webhook, others);
  }

  // What none of the methods above changes is taken over here, once.
  private Config copy(
      String account,
      Limits limits,
      Set<Quirk> quirks,
      Optional<Instant> manualClock,
      Optional<Hook> webhook,
      Artifacts artifacts) {
    return new Config(
        data,
        dev,
        bind,
        ports,
        names,
        account,
        region,
        pinned,
        limits,
        quirks,
        manualClock,
        webhook,
        serverKey,
        artifacts);
  }

  /** The host that clients are told to connect to. */
  String host() {
    return names.isEmpty() ? "localhost" : names.getFirst();
  }

  Optional<String> pinnedRegion() {
    return pinned ? Optional.of(region) : Optional.empty();
  }

  OptionalInt plainMqttPort() {
    return dev ? OptionalInt.of(ports.mqtt()) : OptionalInt.empty();
  }
}
