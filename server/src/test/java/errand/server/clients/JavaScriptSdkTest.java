package errand.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.NpmFolder;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.conformance.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The jobs client of the AWS IoT device SDK for JavaScript, over mutual TLS. The SDK and what it
 * needs come from npm, at the versions of the lock file, once per build folder.
 */
@ExtendWith(SharedServer.class)
final class JavaScriptSdkTest {
  private static Path home = Path.of("");

  private final RunningServer server;

  JavaScriptSdkTest(RunningServer server) {
    this.server = server;
  }

  @BeforeAll
  static void needsNodeAndTheSdk() {
    Tools.need("node", "npm");
    home = NpmFolder.install("js", "jobs-life.js");
  }

  @Test
  void the_sdks_jobs_client_works_off_its_jobs_and_survives_a_refusal(@TempDir Path folder)
      throws IOException {
    var thing = server.thing();
    var base = server.freshName("job");
    server.operator().createJob(base + "-a", "{\"operation\":\"blink\"}", thing);
    server.awaitQueued(base + "-a", thing);
    server.operator().createJob(base + "-b", "{\"operation\":\"fail\"}", thing);
    server.awaitQueued(base + "-b", thing);
    server.operator().createJob(base + "-c", "{\"anything\":[1,null]}", thing);
    server.awaitQueued(base + "-c", thing);
    var settings = settings(folder, thing);

    var told = new ArrayList<JsonNode>();
    try (var device = Command.start(home, List.of("node", "jobs-life.js", settings.toString()))) {
      do {
        told.add(JsonMapper.shared().readTree(device.line()));
      } while (!event(told.getLast()).equals("published again"));
      device.awaitSuccess();
    }

    assertThat(told).noneMatch(each -> event(each).equals("error"));
    assertThat(told).noneMatch(each -> event(each).equals("closed"));
    assertThat(told.stream().filter(each -> event(each).equals("job")))
        .extracting(each -> each.path("job").asString())
        .containsExactly(base + "-a", base + "-b", base + "-c");
    for (var letter : List.of("a:Succeeded", "b:Failed", "c:Succeeded")) {
      var counter = "numberOf" + letter.substring(2) + "Things";
      var job = base + "-" + letter.charAt(0);
      Await.answer(
          () -> server.operator().describeJob(job).path("jobProcessDetails"),
          details -> details.path(counter).asInt() == 1);
    }
  }

  private Path settings(Path folder, String thing) throws IOException {
    var certificate = server.operator().createCertificate(true);
    server.operator().attach(certificate, thing);
    var key = Files.writeString(folder.resolve("key.pem"), certificate.keys().privateKeyPem());
    var pem = Files.writeString(folder.resolve("cert.pem"), certificate.keys().certificatePem());
    var json =
        JsonMapper.shared()
            .createObjectNode()
            .put("thing", thing)
            .put("host", "localhost")
            .put("port", server.doors().mqtts())
            .put("ca", server.doors().ca().toString())
            .put("certificate", pem.toString())
            .put("key", key.toString())
            .put("jobs", 3);
    return Files.writeString(folder.resolve("settings.json"), json.toString());
  }

  private static String event(JsonNode told) {
    return told.path("event").asString();
  }
}
