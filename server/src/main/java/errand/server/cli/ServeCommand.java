package errand.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code errand serve}. */
@Command(
    name = "serve",
    description = "Run the server until it is stopped (Ctrl-C, or SIGTERM).",
    footer = {
      "",
      "Examples:",
      "  errand serve --data /var/lib/errand",
      "      TLS ports on loopback; the first start makes a local CA and an operator key.",
      "  errand serve --data ./dev --dev",
      "      also plain HTTP and plain MQTT on loopback: for laptops and CI.",
      "  errand serve --data /var/lib/errand --bind 0.0.0.0 --name iot.plant7.example",
      "      reachable from elsewhere, under that name."
    })
final class ServeCommand implements Callable<Integer> {
  private final Starter starter;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder of everything the server keeps; made when missing.")
  private Path data = Path.of("");

  @Option(
      names = "--dev",
      description =
          "Development mode: plain HTTP and plain MQTT on loopback; clients of the plain MQTT port"
              + " may act for any thing.")
  private boolean dev;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address the TLS ports listen on (default: ${DEFAULT-VALUE}).")
  private String bind = "";

  @Option(
      names = "--name",
      paramLabel = "HOST",
      description =
          "Host name or address for the server certificate; repeatable. The first is what"
              + " DescribeEndpoint answers.")
  private List<String> names = List.of();

  @Option(
      names = "--http-port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Plain HTTP, with --dev only (default: ${DEFAULT-VALUE}; 0: any free one).")
  private int httpPort;

  @Option(
      names = "--https-port",
      paramLabel = "N",
      defaultValue = "8443",
      description = "Both planes over HTTPS (default: ${DEFAULT-VALUE}).")
  private int httpsPort;

  @Option(
      names = "--mqtt-port",
      paramLabel = "N",
      defaultValue = "1883",
      description = "Plain MQTT, with --dev only (default: ${DEFAULT-VALUE}).")
  private int mqttPort;

  @Option(
      names = "--mqtts-port",
      paramLabel = "N",
      defaultValue = "8883",
      description = "MQTT over mutual TLS (default: ${DEFAULT-VALUE}).")
  private int mqttsPort;

  @Option(
      names = "--alpn-port",
      paramLabel = "N",
      description =
          "One more port for everything over TLS, told apart by ALPN as on port 443 of AWS"
              + " (x-amzn-mqtt-ca, x-amzn-http-ca, http/1.1; default: none).")
  private @Nullable Integer alpnPort;

  @Option(
      names = "--account",
      paramLabel = "DIGITS",
      defaultValue = "000000000000",
      description =
          "Account id in every ARN (default: ${DEFAULT-VALUE}); the folder keeps to it. Further"
              + " accounts come with their first key: errand keys add --account.")
  private String account = "";

  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "us-east-1",
      description =
          "Region that errand env prints (default: ${DEFAULT-VALUE}); signatures for others are"
              + " accepted unless --pin-region.")
  private String region = "";

  @Option(names = "--pin-region", description = "Refuse signatures for any other region.")
  private boolean pinned;

  @Option(
      names = "--clock",
      paramLabel = "manual[@INSTANT]",
      description =
          "With --dev: jobs live by a clock that stands, now or at INSTANT (2027-01-01T00:00:00Z),"
              + " until POST /_errand/clock moves it.")
  private String clock = "";

  @Option(
      names = "--quirk",
      paramLabel = "NAME",
      description =
          "Answer devices otherwise where sources on AWS disagree; repeatable. describe-ended: show"
              + " executions that are over; unknown-thing-empty: things nobody registered have an"
              + " empty queue; no-thing-name: no thingName over MQTT; subscribe-refusal-closes: a"
              + " forbidden SUBSCRIBE closes MQTT 3.1.1 connections; receive-for-answers: answers"
              + " need iot:Receive.")
  private List<String> quirks = List.of();

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description =
          "Post job and execution events there, signed; turn them on with"
              + " update-event-configurations.")
  private Optional<URI> webhook = Optional.empty();

  @Option(
      names = "--webhook-secret-file",
      paramLabel = "FILE",
      description = "File with the secret that signs what is posted.")
  private Optional<Path> webhookSecret = Optional.empty();

  @Option(
      names = "--server-cert",
      paramLabel = "FILE",
      description =
          "PEM file with the server's certificate and those of its issuers, instead of one from the"
              + " local CA; read again while the server runs.")
  private Optional<Path> serverCertificate = Optional.empty();

  @Option(
      names = "--server-key",
      paramLabel = "FILE",
      description = "PEM file with the private key of --server-cert.")
  private Optional<Path> serverKeyFile = Optional.empty();

  @Mixin private LimitOptions limits = new LimitOptions();

  @Mixin private ArtifactOptions artifacts = new ArtifactOptions();

  ServeCommand(Starter starter) {
    this.starter = starter;
  }

  @Override
  public Integer call() throws InterruptedException {
    var options =
        new Starter.Options(
            data,
            dev,
            bind,
            new Starter.Ports(httpPort, httpsPort, mqttPort, mqttsPort, alpnPort()),
            names,
            new Starter.Identity(account, region, pinned),
            limits.limits(),
            quirks,
            manualClock(),
            webhook(),
            serverKey(),
            artifacts.artifacts());
    var stop = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    try (Serving server = starter.start(options, InstantSource.system())) {
      RunningFile.of(server).write(data);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop, stopped), "stop"));
      System.out.print(welcome(server));
      System.out.flush();
      stop.await();
      RunningFile.delete(data);
    }
    stopped.countDown();
    return Exit.OK;
  }

  private OptionalInt alpnPort() {
    return alpnPort == null ? OptionalInt.empty() : OptionalInt.of(alpnPort);
  }

  private Optional<Instant> manualClock() {
    if (clock.isEmpty()) {
      return Optional.empty();
    }
    if (!dev || !clock.matches("manual(@.+)?")) {
      throw new IllegalArgumentException(
          dev
              ? "--clock takes manual or manual@INSTANT, not " + clock
              : "--clock is for the development mode; give --dev too");
    }
    return Optional.of(
        clock.equals("manual")
            ? InstantSource.system().instant()
            : Instant.parse(clock.substring("manual@".length())));
  }

  private Optional<Starter.KeyFiles> serverKey() {
    if (serverCertificate.isPresent() != serverKeyFile.isPresent()) {
      throw new IllegalArgumentException("--server-cert and --server-key go together");
    }
    return serverCertificate.map(
        certificate -> new Starter.KeyFiles(certificate, serverKeyFile.orElseThrow()));
  }

  private Optional<Starter.Hook> webhook() {
    if (webhook.isPresent() != webhookSecret.isPresent()) {
      throw new IllegalArgumentException(
          "--webhook and --webhook-secret-file go together, so that the receiver can check who"
              + " posts");
    }
    return webhook.map(address -> new Starter.Hook(address, secret(webhookSecret.orElseThrow())));
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the secret in " + file, failure);
    }
  }

  // The process must not end before the server has closed its doors and its store.
  private static void stop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException ignored) {
      // The process is ending anyway.
      Thread.currentThread().interrupt();
    }
  }

  private String welcome(Serving server) {
    var text = new StringBuilder();
    text.append(dev ? "Errand is serving, in development mode.\n" : "Errand is serving.\n");
    line(
        text,
        "Control plane, HTTPS devices",
        "https://" + server.host() + ":" + server.httpsPort());
    line(text, "MQTT over mutual TLS", server.host() + ":" + server.mqttsPort());
    line(
        text, "MQTT over WebSocket", "wss://" + server.host() + ":" + server.httpsPort() + "/mqtt");
    server
        .alpnPort()
        .ifPresent(port -> line(text, "All of these, by ALPN", server.host() + ":" + port));
    server
        .httpPort()
        .ifPresent(port -> line(text, "Plain HTTP, loopback only", "http://127.0.0.1:" + port));
    server
        .mqttPort()
        .ifPresent(
            port ->
                line(
                    text,
                    "Plain MQTT, loopback only",
                    "127.0.0.1:" + port + " (acts for any thing)"));
    line(text, "Listens on", bind + (loopback() ? " (this machine only)" : " (open to others)"));
    line(text, "Data", data.toAbsolutePath().normalize().toString());
    line(text, "CA certificate, for clients", server.caFile().toString());
    line(text, "Operator key", server.keysFile().toString());
    text.append("\nLook at it in a browser (this link signs in once, within an hour):\n  ")
        .append(server.consoleLink())
        .append('\n');
    text.append("\nUse it from another terminal:\n  eval \"$(./errand env --data ")
        .append(data)
        .append(")\"\n  aws iot list-jobs\n");
    return text.toString();
  }

  private boolean loopback() {
    return bind.startsWith("127.") || bind.equals("::1") || bind.equals("localhost");
  }

  private static void line(StringBuilder text, String what, String where) {
    text.append("  %-30s %s%n".formatted(what, where));
  }
}
