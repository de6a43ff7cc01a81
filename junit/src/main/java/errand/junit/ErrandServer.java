package errand.junit;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import errand.server.Config;
import errand.server.Server;
import errand.server.identity.AccessKey;
import errand.server.identity.AccessKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An Errand server for the tests of one class, in development mode on free ports of loopback, in a
 * folder that is deleted afterwards. Jobs live by a clock that stands until {@link #advance} moves
 * it; on the way everything that becomes due is done, in order, and published.
 *
 * <pre>{@code
 * @RegisterExtension static final ErrandServer errand = new ErrandServer();
 *
 * @Test void a_device_that_hangs_times_out() {
 *   // create a job through errand.url() with any AWS SDK, start it on the device ...
 *   errand.advance(Duration.ofMinutes(10));
 *   // ... and see what the device does
 * }
 * }</pre>
 */
public final class ErrandServer implements BeforeAllCallback, AfterAllCallback {
  private final Instant start;
  private @Nullable Server server;
  private @Nullable Path data;

  /** A server whose time begins now. */
  public ErrandServer() {
    this(InstantSource.system().instant());
  }

  /** A server whose time begins at an instant, for tests that must be the same every day. */
  public ErrandServer(Instant start) {
    this.start = start;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path folder = Files.createTempDirectory("errand-junit-");
    data = folder;
    var config = Config.loopback(folder, true, Config.Ports.ANY).manualClock(start);
    server = Server.start(config, InstantSource.system());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (server != null) {
      server.close();
    }
    if (data != null) {
      MoreFiles.deleteRecursively(data, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Where both planes answer, plain HTTP: the endpoint override of an AWS SDK. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + running().httpPort().orElseThrow());
  }

  /** Where both planes answer over TLS; trust {@link #caFile}. */
  public URI tlsUrl() {
    return URI.create("https://localhost:" + running().httpsPort());
  }

  /** The plain MQTT port on loopback, whose clients may act for any thing. */
  public int mqttPort() {
    return running().mqttPort().orElseThrow();
  }

  /** The MQTT port with mutual TLS. */
  public int mqttsPort() {
    return running().mqttsPort();
  }

  /** The certificate to trust, PEM. */
  public Path caFile() {
    return running().caFile();
  }

  public String region() {
    return running().config().region();
  }

  public String account() {
    return running().config().account();
  }

  public String accessKeyId() {
    return key().id();
  }

  public String secretAccessKey() {
    return key().secret();
  }

  /** The server's time. */
  public Instant now() {
    return now(HttpRequest.newBuilder(clock()).build());
  }

  /** Moves the server's time on, doing in order all that becomes due; returns when it is done. */
  public Instant advance(Duration by) {
    return post("{\"advance\":\"" + by + "\"}");
  }

  /** Moves the server's time to the next instant at which something is due. */
  public Instant jump() {
    return post("{\"jump\":true}");
  }

  private Instant post(String body) {
    return now(
        HttpRequest.newBuilder(clock()).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private URI clock() {
    return url().resolve("/_errand/clock");
  }

  private static Instant now(HttpRequest request) {
    try (var http = HttpClient.newHttpClient()) {
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return Instant.parse(body.replaceFirst(".*\"now\":\"([^\"]+)\".*", "$1"));
    } catch (IOException failure) {
      throw new UncheckedIOException("the server does not tell its time", failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while moving time", stopped);
    }
  }

  private AccessKey key() {
    Path folder = running().config().data().resolve("identity");
    return AccessKeys.open(folder, account(), InstantSource.system()).first();
  }

  private Server running() {
    if (server == null) {
      throw new IllegalStateException("the server runs only during the tests of its class");
    }
    return server;
  }
}
