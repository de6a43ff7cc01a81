package errand.server.conformance.support;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import errand.server.Config;
import errand.server.Server;
import errand.server.wire.device.Quirk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A server in this process, in development mode, on a folder of its own. */
public final class RunningServer implements AutoCloseable {
  private final AtomicLong names = new AtomicLong();
  private final MovableClock clock;
  private final Path folder;
  private final Server server;
  private final Doors doors;
  private final Operator operator;
  private final MqttProbe watcher;

  private RunningServer(MovableClock clock, UnaryOperator<Config> change) {
    this.clock = clock;
    this.folder = newFolder();
    var data = data();
    var ports = new Config.Ports(0, 0, 0, 0, OptionalInt.of(0));
    this.server = Server.start(change.apply(Config.loopback(data, true, ports)), clock);
    this.doors =
        new Doors(
            server.httpPort().orElseThrow(),
            server.httpsPort(),
            server.mqttPort().orElseThrow(),
            server.mqttsPort(),
            server.caFile(),
            Doors.keyIn(data));
    this.operator = new Operator(doors, clock);
    this.watcher = MqttProbe.connect(doors);
    watcher.subscribe("$aws/things/+/jobs/notify");
  }

  /** Returns when the server serves. */
  public static RunningServer start(MovableClock clock) {
    return new RunningServer(clock, UnaryOperator.identity());
  }

  /** The same with other limits. */
  public static RunningServer start(MovableClock clock, Config.Limits limits) {
    return new RunningServer(clock, config -> config.limits(limits));
  }

  /** The same with quirks. */
  public static RunningServer start(MovableClock clock, Set<Quirk> quirks) {
    return new RunningServer(clock, config -> config.quirks(quirks));
  }

  /**
   * A server whose time for jobs begins at an instant and stands until it is moved; certificates
   * and signatures live by the system's, as clients that nobody changed need it.
   */
  public static RunningServer held(Instant begin, UnaryOperator<Config> settings) {
    return new RunningServer(
        MovableClock.system(), config -> settings.apply(config.manualClock(begin)));
  }

  /** The server's folder. */
  public Path data() {
    return folder.resolve("data");
  }

  /** The doors with the port in place of the HTTPS one that tells protocols apart by ALPN. */
  public Doors alpnDoors() {
    return new Doors(
        doors.http(),
        server.alpnPort().orElseThrow(),
        doors.mqtt(),
        doors.mqtts(),
        doors.ca(),
        doors.key());
  }

  static Path newFolder() {
    try {
      return Files.createTempDirectory("errand-conformance-");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** An address that signs in to the console, once. */
  public String consoleLink() {
    return server.consoleLink();
  }

  public MovableClock clock() {
    return clock;
  }

  public Doors doors() {
    return doors;
  }

  public Operator operator() {
    return operator;
  }

  /** A name that nothing on this server has yet. */
  public String freshName(String beginning) {
    return beginning + "-" + names.incrementAndGet();
  }

  /** A registered thing with a fresh name. */
  public String thing() {
    var name = freshName("thing");
    operator.createThing(name);
    return name;
  }

  /** A job with a fresh name, queued for the thing when this returns. */
  public String queuedJob(String thing) {
    var id = freshName("job");
    operator.createJob(id, "{\"op\":\"flash\"}", thing);
    awaitQueued(id, thing);
    return id;
  }

  /** Waits until a job has been announced to the thing; each job once. */
  public void awaitQueued(String job, String thing) {
    var topic = "$aws/things/" + thing + "/jobs/notify";
    watcher.until(
        each ->
            each.topic().equals(topic)
                && each.json()
                    .path("jobs")
                    .path("QUEUED")
                    .findValuesAsString("jobId")
                    .contains(job));
  }

  @Override
  public void close() {
    watcher.close();
    operator.close();
    server.close();
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
