package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import errand.server.Config;
import errand.server.Server;
import errand.server.conformance.support.Await;
import errand.server.conformance.support.Doors;
import errand.server.conformance.support.Tenant;
import errand.server.identity.AccessKeys;
import errand.server.identity.IdentityException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iot.model.Configuration;
import software.amazon.awssdk.services.iot.model.EventType;
import tools.jackson.databind.json.JsonMapper;

/** What a data folder with several accounts remembers, and what leaves it. */
final class AccountFolderTest {
  private static final String OWN = "123456789012";
  private static final String OTHER = "111122223333";

  @TempDir private Path folder = Path.of("");

  private Config config(String account) {
    return Config.loopback(folder.resolve("data"), true, Config.Ports.ANY).account(account);
  }

  private static Server started(Config config) {
    return Server.start(config, InstantSource.system());
  }

  private Doors doors(Server server) {
    return new Doors(
        server.httpPort().orElseThrow(),
        server.httpsPort(),
        server.mqttPort().orElseThrow(),
        server.mqttsPort(),
        server.caFile(),
        AccessKeys.open(folder.resolve("data/identity"), OWN, InstantSource.system()).first());
  }

  @Test
  void a_folder_is_not_started_under_another_account() {
    started(config(OWN)).close();

    assertThatThrownBy(() -> started(config(OTHER)))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("of account " + OWN)
        .hasMessageContaining("--account " + OWN);
    assertThat(folder.resolve("data/accounts")).doesNotExist();
    started(config(OWN)).close();
  }

  @Test
  void a_second_fleet_of_the_first_account_stops_the_start() throws IOException {
    Files.createDirectories(folder.resolve("data/accounts").resolve(OWN));
    Files.createDirectories(folder.resolve("data/accounts/not-an-account"));

    assertThatThrownBy(() -> started(config(OWN)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("second fleet");

    Files.delete(folder.resolve("data/accounts").resolve(OWN));
    started(config(OWN)).close();
  }

  private record Post(String account, String id, String target) {}

  @Test
  void a_webhook_is_told_whose_event_it_gets_and_ids_differ() throws Exception {
    var posts = new LinkedBlockingQueue<Post>();
    var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          var body = JsonMapper.shared().readTree(exchange.getRequestBody());
          var headers = exchange.getRequestHeaders();
          posts.add(
              new Post(
                  headers.getFirst("errand-account"),
                  headers.getFirst("errand-event-id"),
                  body.path("targets").path(0).asString()));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    var hook =
        new Config.Hook(
            URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/"), "a secret");
    try (var server = started(config(OWN).webhook(hook));
        var own = Tenant.of(doors(server));
        var other = Tenant.fresh(doors(server), folder.resolve("data"), OTHER)) {
      for (var tenant : List.of(own, other)) {
        tenant
            .iot()
            .updateEventConfigurations(
                u ->
                    u.eventConfigurations(
                        Map.of(EventType.JOB, Configuration.builder().enabled(true).build())));
        tenant.thing("pump");
        tenant.job("roll", "{}", "pump");
        tenant.iot().cancelJob(c -> c.jobId("roll").force(true));
      }

      var seen = new ArrayList<Post>();
      for (int i = 0; i < 4; i++) { // cancellation in progress, and canceled, of each account
        seen.add(posts.poll(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      }
      assertThat(seen).extracting(Post::account).containsOnly(OWN, OTHER);
      assertThat(seen).extracting(Post::id).doesNotHaveDuplicates();
      assertThat(seen)
          .allSatisfy(post -> assertThat(post.target()).contains(":" + post.account() + ":"));
    } finally {
      receiver.stop(0);
    }
  }
}
