package errand.server;

import errand.core.app.Audit;
import errand.core.app.Quotas;
import errand.core.app.Throttle;
import errand.server.cli.Commands;
import errand.server.cli.Serving;
import errand.server.cli.Starter;
import errand.server.http.HttpLimits;
import errand.server.identity.AuthoritySettings;
import errand.server.line.Admission;
import errand.server.mqtt.MqttLimits;
import errand.server.wire.device.Quirk;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Where the process begins: the commands, and the server they may start. */
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    System.exit(Commands.run(Main::start, arguments));
  }

  private static Serving start(Starter.Options options, InstantSource clock) {
    var ports = options.ports();
    var identity = options.identity();
    var listen =
        new Config.Ports(ports.http(), ports.https(), ports.mqtt(), ports.mqtts(), ports.alpn());
    var config =
        new Config(
            options.data(),
            options.dev(),
            options.bind(),
            listen,
            options.names(),
            identity.account(),
            identity.region(),
            identity.pinned(),
            limits(options.limits()),
            options.quirks().stream().map(Quirk::named).collect(Collectors.toUnmodifiableSet()),
            options.manualClock(),
            options.webhook().map(hook -> new Config.Hook(hook.address(), hook.secret())),
            options
                .serverKey()
                .map(files -> new AuthoritySettings.KeyFiles(files.certificate(), files.key())),
            ArtifactSettings.read(options.artifacts()));
    return new Started(Server.start(config, clock));
  }

  private static Config.Limits limits(Starter.Limits asked) {
    var usual = MqttLimits.of(asked.mqtt());
    var mqtt =
        usual
            .withRates(asked.publishes().orElse(0), usual.connectsPerSecondMax())
            .withLives(
                asked.sessionExpiry().orElse(usual.sessionExpiryMax()),
                usual.signedConnectionMax());
    var throttle = new Throttle.Limits(asked.thing(), asked.account(), asked.control());
    var record = Audit.Limits.USUAL;
    var audit =
        new Audit.Limits(
            asked.auditKept().orElse(record.keepFor()), record.undoneMax(), record.perSecond());
    var usualAdmission = Admission.Limits.USUAL;
    var admission =
        new Admission.Limits(
            asked.connectionsPerAddress().orElse(usualAdmission.connectionsMax()),
            asked.arrivalsPerAddress().orElse(usualAdmission.perSecondMax()));
    var quotas = new Quotas(asked.quotas());
    return new Config.Limits(mqtt, HttpLimits.USUAL, throttle, audit, admission, quotas);
  }

  /** A server as commands see it. */
  private record Started(Server server) implements Serving {
    @Override
    public OptionalInt httpPort() {
      return server.httpPort();
    }

    @Override
    public int httpsPort() {
      return server.httpsPort();
    }

    @Override
    public OptionalInt mqttPort() {
      return server.mqttPort();
    }

    @Override
    public int mqttsPort() {
      return server.mqttsPort();
    }

    @Override
    public OptionalInt alpnPort() {
      return server.alpnPort();
    }

    @Override
    public String host() {
      return server.config().host();
    }

    @Override
    public String region() {
      return server.config().region();
    }

    @Override
    public String consoleLink() {
      return server.consoleLink();
    }

    @Override
    public Path data() {
      return server.config().data();
    }

    @Override
    public Path caFile() {
      return server.caFile();
    }

    @Override
    public Path keysFile() {
      return server.keysFile();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
