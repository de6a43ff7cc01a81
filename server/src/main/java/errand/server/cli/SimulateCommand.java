package errand.server.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.Maps;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import errand.server.cli.SimulatedDevice.Deed;
import errand.server.wire.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code errand simulate}. */
@Command(
    name = "simulate",
    description =
        "Run a fleet of simulated devices that take up jobs, report step by step, and fail, refuse,"
            + " go silent or lose their connection as often as told. Ctrl-C ends it.",
    footer = {
      "",
      "Examples:",
      "  errand simulate --data ./dev --devices 100",
      "      registers sim-1 to sim-100 in group simulated, each with a certificate, and connects"
          + " them;",
      "      then send a job to the group, by errand console or:",
      "      aws iot create-job --job-id j1 --document '{}' --targets"
          + " arn:aws:iot:us-east-1:000000000000:thinggroup/simulated",
      "  errand simulate --data ./dev --devices 500 --fail 5 --silent 1 --disconnect 20 --step-ms"
          + " 200-3000",
      "  errand simulate --endpoint 127.0.0.1:1883 --devices 10 --prefix lamp-",
      "      plain MQTT, at any server; the things lamp-1 to lamp-10 must be registered there.",
      "  errand simulate --endpoint iot.plant7.example:8883 --certificates ./certs --devices 3"
          + " --prefix pump-",
      "      mutual TLS with pump-1.cert.pem, pump-1.key.pem and so on, and ca.pem, as errand certs"
          + " create makes.",
      "",
      "Exit codes: 0 fine, 1 a device could not connect, 2 wrong usage, 3 no server is ready."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int DEVICES_MAX = 20_000;
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of the running server: registers the devices there first.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      description = "Any MQTT endpoint that speaks the protocol; nothing is registered.")
  private Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--certificates",
      paramLabel = "DIR",
      description =
          "With --endpoint: folder of NAME.cert.pem, NAME.key.pem and ca.pem; plain MQTT without.")
  private Optional<Path> certificates = Optional.empty();

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "25",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "sim-",
      description = "Things are named so, with a number behind (default: ${DEFAULT-VALUE}).")
  private String prefix = "";

  @Option(
      names = "--group",
      paramLabel = "NAME",
      defaultValue = "simulated",
      description = "With --data: the group they are put into (default: ${DEFAULT-VALUE}).")
  private String group = "";

  @Option(
      names = "--steps",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "download,verify,install",
      description = "What they report on the way (default: ${DEFAULT-VALUE}).")
  private List<String> steps = List.of();

  @Option(
      names = "--step-ms",
      paramLabel = "MIN-MAX",
      defaultValue = "300-2000",
      description = "How long a step takes, drawn for each job (default: ${DEFAULT-VALUE}).")
  private String pace = "";

  @Option(names = "--fail", paramLabel = "PERCENT", description = "Jobs that end FAILED.")
  private double failed;

  @Option(names = "--reject", paramLabel = "PERCENT", description = "Jobs that end REJECTED.")
  private double rejected;

  @Option(names = "--silent", paramLabel = "PERCENT", description = "Jobs that never end.")
  private double silent;

  @Option(
      names = "--disconnect",
      paramLabel = "PERCENT",
      description = "Jobs during which the connection is lost and made again.")
  private double cut;

  @Option(
      names = "--reasons",
      split = ",",
      paramLabel = "TEXT",
      defaultValue = "checksum mismatch,disk full,battery low",
      description = "Why jobs fail (default: ${DEFAULT-VALUE}).")
  private List<String> reasons = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed draws the same fates (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "End after so long; without it, at Ctrl-C.")
  private Optional<Long> seconds = Optional.empty();

  @Option(
      names = "--json",
      description = "Print counts as JSON, one object a line, when they change.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (data.isPresent() == endpoint.isPresent()) {
      throw wrong("Give --data for a server on this machine, or --endpoint for any other.");
    }
    if (devices < 1 || devices > DEVICES_MAX) {
      throw wrong("--devices is from 1 to " + DEVICES_MAX + ".");
    }
    Behaviour behaviour;
    try {
      behaviour = behaviour();
      endpoint.ifPresent(SimulateCommand::door);
    } catch (IllegalArgumentException wrong) {
      throw wrong(String.valueOf(wrong.getMessage()));
    }
    if (endpoint.isPresent()) {
      var source = certificates.map(CertificateFolder::new);
      return run(behaviour, door(endpoint.get()), thing -> source.map(folder -> folder.tls(thing)));
    }
    var server = ServerOptions.of(data.orElseThrow());
    Optional<Client> ready = server.connect();
    if (ready.isEmpty()) {
      spec.commandLine().getErr().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    try (Client client = ready.get()) {
      RunningFile running = server.running().orElseThrow();
      var enrolment = new Enrolment(client, running.caFile(), "errand-simulated");
      enrolment.prepare();
      String arn = enrolment.group(group);
      say("Registering " + devices + " devices in group " + group + " ...");
      var door = new SimulatedDevice.Door(running.host(), running.mqttsPort());
      return run(
          behaviour,
          door,
          thing -> {
            enrolment.thing(thing, group);
            return Optional.of(enrolment.tls(enrolment.certificate(thing)));
          },
          "Send a job to " + arn);
    }
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private Behaviour behaviour() {
    if (!pace.matches("[0-9]{1,7}(-[0-9]{1,7})?")) {
      throw new IllegalArgumentException("--step-ms takes milliseconds such as 300-2000");
    }
    List<String> ends = Splitter.on('-').splitToList(pace);
    return new Behaviour(
        steps,
        Integer.parseInt(ends.getFirst()),
        Integer.parseInt(ends.getLast()),
        new Behaviour.Mix(failed, rejected, silent, cut),
        reasons,
        new SplittableRandom(seed));
  }

  private static SimulatedDevice.Door door(String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    OptionalInt port =
        colon > 0 && endpoint.substring(colon + 1).matches("[0-9]{1,5}")
            ? OptionalInt.of(Integer.parseInt(endpoint.substring(colon + 1)))
            : OptionalInt.empty();
    return new SimulatedDevice.Door(
        colon > 0 ? endpoint.substring(0, colon) : endpoint,
        port.orElseThrow(
            () -> new IllegalArgumentException("--endpoint takes HOST:PORT, not " + endpoint)));
  }

  /** Makes what a device needs to connect. */
  private interface Outfit {
    Optional<MqttClientSslConfig> of(String thing);
  }

  private int run(Behaviour behaviour, SimulatedDevice.Door door, Outfit outfit)
      throws InterruptedException {
    return run(behaviour, door, outfit, "");
  }

  private int run(Behaviour behaviour, SimulatedDevice.Door door, Outfit outfit, String then)
      throws InterruptedException {
    var tally = new Tally();
    var fleet = new ArrayList<SimulatedDevice>();
    var progress = new Progress(out(), !json && Words.terminal(), InstantSource.system());
    try {
      for (int number = 1; number <= devices; number++) {
        String thing = prefix + number;
        var device = new SimulatedDevice(thing, behaviour::next, door, outfit.of(thing), tally);
        fleet.add(device);
        device.start();
        if (!json) {
          progress.show(number, devices, number + " of " + devices + " connected");
        }
      }
      progress.end();
      say("All connected. " + then);
      watch(tally, progress);
      return Exit.OK;
    } finally {
      fleet.forEach(SimulatedDevice::close);
      progress.end();
      say("Over: " + words(tally));
    }
  }

  private void watch(Tally tally, Progress progress) throws InterruptedException {
    var end = seconds.map(each -> InstantSource.system().instant().plusSeconds(each));
    String shown = "";
    while (end.isEmpty() || InstantSource.system().instant().isBefore(end.get())) {
      Thread.sleep(LOOK_EVERY);
      String line = json ? Json.text(tally.json()) : words(tally);
      if (json && !line.equals(shown)) {
        out().println(line);
        out().flush();
      } else if (!json && (Words.terminal() || !line.equals(shown))) {
        progress.show(line);
      }
      shown = line;
    }
  }

  private static String words(Tally tally) {
    var words = new StringJoiner(", ");
    for (Deed deed : Deed.values()) {
      if (deed != Deed.CONNECTED && tally.count(deed) > 0) {
        words.add(tally.count(deed) + " " + deed.name().toLowerCase(Locale.ROOT).replace('_', ' '));
      }
    }
    return words.length() == 0 ? "no job yet" : words.toString();
  }

  private void say(String line) {
    if (!json) {
      out().println(line);
      out().flush();
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Counts what devices do. Shared by all of them. */
  private static final class Tally implements SimulatedDevice.Witness {
    private final Map<Deed, LongAdder> counts =
        Maps.toMap(List.of(Deed.values()), _ -> new LongAdder());

    @Override
    public void saw(String thing, Deed deed) {
      counter(deed).increment();
    }

    long count(Deed deed) {
      return counter(deed).sum();
    }

    private LongAdder counter(Deed deed) {
      return Objects.requireNonNull(counts.get(deed));
    }

    ObjectNode json() {
      ObjectNode node = Json.object();
      for (Deed deed : Deed.values()) {
        node.put(deed.name(), count(deed));
      }
      return node;
    }
  }
}
