package errand.server.cli;

import errand.core.app.Quota;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Starts a server for a command. */
@FunctionalInterface
public interface Starter {
  /**
   * Starts it; returns when it serves.
   *
   * @throws RuntimeException with a message for the operator
   */
  Serving start(Options options, InstantSource clock);

  /** What the operator asked for; see the options of {@code errand serve}. */
  record Options(
      Path data,
      boolean dev,
      String bind,
      Ports ports,
      List<String> names,
      Identity identity,
      Limits limits,
      List<String> quirks,
      Optional<Instant> manualClock,
      Optional<Hook> webhook,
      Optional<KeyFiles> serverKey,
      Artifacts artifacts) {
    public Options {
      names = List.copyOf(names);
      quirks = List.copyOf(quirks);
    }

    /** With the usual limits and without quirks. */
    public Options(
        Path data,
        boolean dev,
        String bind,
        Ports ports,
        List<String> names,
        Identity identity,
        Optional<Instant> manualClock,
        Optional<Hook> webhook) {
      this(
          data,
          dev,
          bind,
          ports,
          names,
          identity,
          Limits.USUAL,
          List.of(),
          manualClock,
          webhook,
          Optional.empty(),
          Artifacts.NONE);
    }
  }

  /**
   * Files for devices.
   *
   * @param storages a file that lists storages elsewhere
   * @param signers files with the public keys that signatures must be by
   * @param allowed private addresses that documents may be fetched from
   */
  record Artifacts(Optional<Path> storages, List<Path> signers, List<String> allowed) {
    public static final Artifacts NONE = new Artifacts(Optional.empty(), List.of(), List.of());

    public Artifacts {
      signers = List.copyOf(signers);
      allowed = List.copyOf(allowed);
    }
  }

  /** A server certificate of the operator's, and its key; PEM. */
  record KeyFiles(Path certificate, Path key) {}

  /** Where events are posted, and the secret that signs them. */
  record Hook(URI address, String secret) {
    @Override
    public String toString() {
      return "Hook[" + address + "]";
    }
  }

  /** Port numbers, 0 for any free one. */
  record Ports(int http, int https, int mqtt, int mqtts, OptionalInt alpn) {
    public Ports(int http, int https, int mqtt, int mqtts) {
      this(http, https, mqtt, mqtts, OptionalInt.empty());
    }
  }

  /**
   * Limits that differ from the usual ones.
   *
   * @param thing device requests a second of one thing
   * @param account device reads a second of all things together, and writes likewise
   * @param control calls a second of the control plane
   * @param publishes MQTT publishes a second of one connection
   * @param sessionExpiry how long an MQTT session outlives its connection, at most
   * @param auditKept how long entries of the audit record are kept
   * @param connectionsPerAddress open at a time from one address
   * @param arrivalsPerAddress new connections a second from one address
   * @param mqtt other limits of MQTT clients, by name
   * @param quotas how much there may be of what
   */
  record Limits(
      OptionalInt thing,
      OptionalInt account,
      OptionalInt control,
      OptionalInt publishes,
      Optional<Duration> sessionExpiry,
      Optional<Duration> auditKept,
      OptionalInt connectionsPerAddress,
      OptionalInt arrivalsPerAddress,
      Map<String, Integer> mqtt,
      Map<Quota, Integer> quotas) {
    public Limits {
      mqtt = Map.copyOf(mqtt);
      quotas = Map.copyOf(quotas);
    }

    public static final Limits USUAL =
        new Limits(
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Map.of(),
            Map.of());
  }

  /** The account in ARNs, and the region, which may be the only one accepted. */
  record Identity(String account, String region, boolean pinned) {}
}
