package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.fleet.policy.AddressRange;
import errand.server.Config;
import errand.server.Server;
import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.Doors;
import errand.server.conformance.support.Operator;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.SharedServer;
import errand.server.fetch.Fetcher;
import errand.server.identity.AccessKeys;
import errand.server.identity.Presigner;
import errand.server.s3.Storage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A storage elsewhere, which here is another server's: it checks each signature as S3 does. */
@ExtendWith(SharedServer.class)
class ExternalStorageTest {
  private final RunningServer storage;
  private final String bucket;

  ExternalStorageTest(RunningServer storage) {
    this.storage = storage;
    this.bucket = storage.freshName("elsewhere");
  }

  private Config.Artifacts settings() {
    var key = storage.doors().key();
    var by = new Presigner.By(key.id(), key.secret(), "us-east-1");
    var loopback =
        Stream.of("127.0.0.1", "::1").map(each -> AddressRange.parse(each).orElseThrow()).toList();
    return new Config.Artifacts(
        List.of(new Storage(storage.doors().httpsUrl(), by, List.of(bucket))),
        List.of(),
        new Fetcher.Settings(
            loopback,
            Optional.of(DeviceKeys.contextWithoutKeys(storage.doors().ca())),
            Duration.ofSeconds(10)));
  }

  @Test
  void devices_are_sent_there_and_documents_come_from_there(@TempDir Path data) throws Exception {
    try (var s3 = Sdk.s3(storage.doors())) {
      s3.createBucket(r -> r.bucket(bucket));
      s3.putObject(r -> r.bucket(bucket).key("a b.bin"), RequestBody.fromString("far away"));
      s3.putObject(
          r -> r.bucket(bucket).key("job.json"),
          RequestBody.fromString(
              """
              {"by host": "${aws:iot:s3-presigned-url:%s/%s/a b.bin}",
               "by bucket": "${aws:iot:s3-presigned-url-v2:https://s3.us-east-1.amazonaws.com/%s/a%%20b.bin}",
               "to": "${aws:iot:s3-presigned-url-upload:s3://%s/${thingName}.log}"}
              """
                  .formatted(storage.doors().httpsUrl(), bucket, bucket, bucket)));
    }
    var config = Config.loopback(data, true, Config.Ports.ANY).artifacts(settings());
    try (var server = Server.start(config, InstantSource.system())) {
      JsonNode document = handed(doors(server));

      assertThat(send(document, "by host", HttpRequest.newBuilder().GET())).isEqualTo("far away");
      assertThat(send(document, "by bucket", HttpRequest.newBuilder().GET())).isEqualTo("far away");
      send(
          document,
          "to",
          HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofString("a log")));
    }
    try (var s3 = Sdk.s3(storage.doors())) {
      assertThat(s3.getObjectAsBytes(r -> r.bucket(bucket).key("device.log")).asUtf8String())
          .isEqualTo("a log");
    }
  }

  private static Doors doors(Server server) {
    var identity = server.config().data().resolve("identity");
    return new Doors(
        server.httpPort().orElseThrow(),
        server.httpsPort(),
        server.mqttPort().orElseThrow(),
        server.mqttsPort(),
        server.caFile(),
        AccessKeys.open(identity, "", InstantSource.system()).first());
  }

  private JsonNode handed(Doors doors) {
    try (var iot = Sdk.iot(doors);
        var jobs = Sdk.jobs(doors)) {
      iot.createThing(r -> r.thingName("device"));
      iot.createJob(
          r ->
              r.jobId("job")
                  .targets(Operator.thingArn("device"))
                  .documentSource(storage.doors().httpsUrl() + "/" + bucket + "/job.json")
                  .presignedUrlConfig(p -> p.roleArn("arn:aws:iam::000000000000:role/artifacts")));
      var started =
          Await.answer(
              () -> jobs.startNextPendingJobExecution(r -> r.thingName("device")).execution(),
              execution -> execution != null);
      return JsonMapper.shared().readTree(started.jobDocument());
    }
  }

  private String send(JsonNode document, String member, HttpRequest.Builder request)
      throws Exception {
    try (var http =
        HttpClient.newBuilder()
            .sslContext(DeviceKeys.contextWithoutKeys(storage.doors().ca()))
            .build()) {
      var answer =
          http.send(
              request.uri(URI.create(document.path(member).asString())).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }
  }
}
