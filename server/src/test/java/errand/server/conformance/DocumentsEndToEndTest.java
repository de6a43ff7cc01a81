package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.DeviceV2;
import errand.server.conformance.support.Operator;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.SharedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.iot.iotjobs.model.JobStatus;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.ConflictException;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.PackageVersionAction;
import software.amazon.awssdk.services.iot.model.TargetSelection;
import software.amazon.awssdk.services.iot.model.ThingDocument;
import software.amazon.awssdk.services.iot.model.ValidationException;
import software.amazon.awssdk.services.iotjobsdataplane.IotJobsDataPlaneClient;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents, artifacts and packages from the operator to the device, by AWS's own clients. */
@ExtendWith(SharedServer.class)
class DocumentsEndToEndTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/artifacts";

  private final RunningServer server;
  private final IotClient iot;
  private final IotJobsDataPlaneClient jobs;
  private final S3Client s3;
  private final HttpClient http;
  private final String bucket;
  private final String thing;
  private final String job;

  DocumentsEndToEndTest(RunningServer server) {
    this.server = server;
    this.iot = Sdk.iot(server.doors());
    this.jobs = Sdk.jobs(server.doors());
    this.s3 = Sdk.s3(server.doors());
    this.http =
        HttpClient.newBuilder()
            .sslContext(DeviceKeys.contextWithoutKeys(server.doors().ca()))
            .build();
    this.bucket = server.freshName("firmware");
    this.thing = server.thing();
    this.job = server.freshName("job");
  }

  @BeforeEach
  void anArtifact() {
    s3.createBucket(r -> r.bucket(bucket));
    put("image.bin", "the firmware");
  }

  @AfterEach
  void closeClients() {
    iot.close();
    jobs.close();
    s3.close();
    http.close();
  }

  private String put(String key, String content) {
    return s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(content))
        .versionId();
  }

  private String download() {
    return "${aws:iot:s3-presigned-url:https://s3.us-east-1.amazonaws.com/"
        + bucket
        + "/image.bin}";
  }

  private void createJob(String document) {
    iot.createJob(
        r ->
            r.jobId(job)
                .targets(Operator.thingArn(thing))
                .document(document)
                .presignedUrlConfig(p -> p.roleArn(ROLE).expiresInSec(600L)));
  }

  private HttpResponse<String> fetch(String url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Await.PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @EnumSource(DeviceV2.Over.class)
  void a_device_over_mqtt_is_announced_and_handed_addresses_that_work(DeviceV2.Over over)
      throws Exception {
    var keys = server.operator().createCertificate(true);
    server.operator().attach(keys, thing);
    try (var device = DeviceV2.connect(over, server.doors(), keys.keys(), thing)) {
      createJob(
          "{\"from\":\""
              + download()
              + "\",\"sha256\":\"${errand:artifact-sha256:s3://"
              + bucket
              + "/image.bin}\"}");

      Map<String, Object> announced = device.nextChanged().execution.jobDocument;
      Map<String, Object> started = device.startNext(Map.of()).execution.jobDocument;

      assertThat(fetch(String.valueOf(announced.get("from"))).body()).isEqualTo("the firmware");
      assertThat(fetch(String.valueOf(started.get("from"))).body()).isEqualTo("the firmware");
      assertThat(started.get("sha256")).isEqualTo(sha256("the firmware"));
      device.update(job, JobStatus.SUCCEEDED, 2, Map.of());
    }
  }

  @Test
  void a_device_over_https_is_handed_addresses_that_work() throws Exception {
    createJob("{\"from\":\"" + download() + "\"}");
    server.awaitQueued(job, thing);

    String document =
        jobs.startNextPendingJobExecution(r -> r.thingName(thing)).execution().jobDocument();

    String url = json(document).path("from").asString();
    assertThat(url)
        .startsWith(server.doors().httpsUrl() + "/" + bucket + "/image.bin?")
        .doesNotContain("%");
    assertThat(fetch(url).body()).isEqualTo("the firmware");
    assertThat(iot.getJobDocument(r -> r.jobId(job)).document()).contains(download());
  }

  @Test
  void a_device_can_send_what_it_has_to_a_place_of_its_own() throws Exception {
    createJob(
        "{\"to\":\"${aws:iot:s3-presigned-url-upload:https://s3.us-east-1.amazonaws.com/"
            + bucket
            + "/logs/${thingName}/${jobId}/${executionNumber}.txt}\"}");
    server.awaitQueued(job, thing);
    String document =
        jobs.startNextPendingJobExecution(r -> r.thingName(thing)).execution().jobDocument();
    URI to = URI.create(json(document).path("to").asString());

    var sent =
        http.send(
            HttpRequest.newBuilder(to).PUT(HttpRequest.BodyPublishers.ofString("a log")).build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(sent.statusCode()).isEqualTo(200);
    String key = "logs/" + thing + "/" + job + "/1.txt";
    assertThat(s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asUtf8String())
        .isEqualTo("a log");
    assertThat(fetch(to.toString()).statusCode()).isEqualTo(403);
  }

  @Test
  void an_address_can_be_revoked_and_made_anew() throws Exception {
    createJob("{\"from\":\"" + download() + "\"}");
    server.awaitQueued(job, thing);
    String url = describedUrl();
    assertThat(fetch(url).statusCode()).isEqualTo(200);

    var revoked = server.operator().s3("POST", "/" + bucket + "/image.bin?errand-revoke");

    assertThat(revoked.status()).isEqualTo(204);
    assertThat(fetch(url).statusCode()).isEqualTo(403);
    s3.getObjectAsBytes(r -> r.bucket(bucket).key("image.bin"));
    Await.answer(() -> status(describedUrl()), status -> status == 200);
  }

  private int status(String url) {
    try {
      return fetch(url).statusCode();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  private String describedUrl() {
    return json(jobs.describeJobExecution(r -> r.thingName(thing).jobId(job))
            .execution()
            .jobDocument())
        .path("from")
        .asString();
  }

  @Test
  void an_artifact_that_is_gone_leaves_its_job_queued_and_says_so() {
    createJob("{\"from\":\"" + download() + "\"}");
    server.awaitQueued(job, thing);
    s3.deleteObject(r -> r.bucket(bucket).key("image.bin"));

    assertThatExceptionOfType(
            software.amazon.awssdk.services.iotjobsdataplane.model.ServiceUnavailableException
                .class)
        .isThrownBy(() -> jobs.startNextPendingJobExecution(r -> r.thingName(thing)))
        .withMessageContaining("there is no artifact at s3://" + bucket + "/image.bin");

    put("image.bin", "new firmware");
    assertThat(jobs.startNextPendingJobExecution(r -> r.thingName(thing)).execution().jobId())
        .isEqualTo(job);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":\"${aws:iot:s3-presigned-url:s3://no-such-bucket/x}\"} | There is no artifact at"
            + " s3://no-such-bucket/x.",
        "{\"a\":\"${aws:iot:s3-presigned-url:https://unknown.example/b-1/x}\"} | neither in the"
            + " artifact store",
        "{\"a\":\"${aws:iot:s3-presigned-url-upload:https://s3.eu-west-9.amazonaws.com/b-1/x}\"} |"
            + " in the region of the job",
        "{\"a\":\"${aws:iot:parameter:x}\"} | managed job templates",
        "{\"a\":\"${aws:iot:whatever:x}\"} | Unknown placeholder",
        "{\"a\":\"${jobId}\"} | in the key of an upload only",
      })
  void a_placeholder_gone_wrong_makes_no_job(String document, String why) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> createJob(document))
        .withMessageContaining(why);
  }

  @Test
  void an_address_needs_a_role() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(
            () ->
                iot.createJob(
                    r ->
                        r.jobId(job)
                            .targets(Operator.thingArn(thing))
                            .document("{\"a\":\"" + download() + "\"}")))
        .withMessageContaining("roleArn");
  }

  @Test
  void a_managed_template_is_filled_in_and_its_text_kept() {
    iot.createJob(
        r ->
            r.jobId(job)
                .targets(Operator.thingArn(thing))
                .jobTemplateArn("arn:aws:iot:us-east-1::jobtemplate/AWS-Download-File:1.0")
                .presignedUrlConfig(p -> p.roleArn(ROLE))
                .documentParameters(Map.of("downloadUrl", download(), "filePath", "/tmp/x")));

    assertThat(iot.getJobDocument(r -> r.jobId(job).beforeSubstitution(true)).document())
        .contains("${aws:iot:parameter:downloadUrl}");
    assertThat(iot.getJobDocument(r -> r.jobId(job)).document())
        .contains(download(), "/tmp/x")
        .doesNotContain("aws:iot:parameter");
  }

  @Test
  void a_document_can_be_an_artifact() {
    put("job.json", "{\"op\":\"from an artifact\"}");
    put("broken.json", "{\"op\":");
    put("long.json", "\"" + "x".repeat(32_767) + "\"");
    String source = "s3://" + bucket + "/";

    iot.createJob(
        r ->
            r.jobId(job)
                .targets(Operator.thingArn(thing))
                .documentSource("https://" + bucket + ".s3.us-east-1.amazonaws.com/job.json"));

    put("job.json", "{\"op\":\"another\"}");
    assertThat(iot.getJobDocument(r -> r.jobId(job)).document())
        .isEqualTo("{\"op\":\"from an artifact\"}");
    assertThat(iot.describeJob(r -> r.jobId(job)).documentSource()).endsWith("/job.json");
    refusedSource(source + "broken.json", "must be valid JSON");
    refusedSource(source + "long.json", "longer than is allowed");
    refusedSource(source + "none.json", "there is no such artifact");
    refusedSource("https://127.0.0.1:1/x.json", "private");
    refusedSource("http://example.org/x.json", "only https");
    refusedSource("ftp://example.org/x.json", "no address");
  }

  private void refusedSource(String url, String why) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(
            () ->
                iot.createJob(
                    r ->
                        r.jobId(server.freshName("job"))
                            .targets(Operator.thingArn(thing))
                            .documentSource(url)))
        .withMessageContaining(why);
  }

  @Test
  void the_role_of_the_package_configuration_is_kept_and_given_back() {
    String role = "arn:aws:iam::000000000000:role/packages";
    iot.updatePackageConfiguration(
        r -> r.versionUpdateByJobsConfig(c -> c.enabled(false).roleArn(role)));

    iot.updatePackageConfiguration(r -> r.versionUpdateByJobsConfig(c -> c.enabled(true)));

    var is = iot.getPackageConfiguration(r -> {}).versionUpdateByJobsConfig();
    assertThat(is.roleArn()).isEqualTo(role);
    assertThat(is.enabled()).isTrue();
    assertThatExceptionOfType(ValidationException.class)
        .isThrownBy(
            () ->
                iot.updatePackageConfiguration(
                    r -> r.versionUpdateByJobsConfig(c -> c.enabled(false).roleArn("short"))))
        .withMessageContaining("roleArn");
    assertThat(iot.getPackageConfiguration(r -> {}).versionUpdateByJobsConfig()).isEqualTo(is);
  }

  @Test
  void packages_are_installed_recorded_searched_and_drive_continuous_jobs() throws Exception {
    String fw = server.freshName("fw");
    String group = server.freshName("outdated");
    publish(fw, "2.0", "old");
    publish(fw, "2.1", "the new firmware");
    iot.updatePackage(r -> r.packageName(fw).defaultVersionName("2.1"));
    iot.updatePackageConfiguration(r -> r.versionUpdateByJobsConfig(c -> c.enabled(true)));
    iot.createDynamicThingGroup(
        r ->
            r.thingGroupName(group)
                .queryString(
                    "thingName:"
                        + thing
                        + " AND NOT shadow.name.$package.reported."
                        + fw
                        + ".version:2.1"));
    String arn = "arn:aws:iot:us-east-1:000000000000:package/" + fw + "/version/";
    iot.createJob(
        r ->
            r.jobId(job)
                .targets("arn:aws:iot:us-east-1:000000000000:thinggroup/" + group)
                .targetSelection(TargetSelection.CONTINUOUS)
                .presignedUrlConfig(p -> p.roleArn(ROLE))
                .destinationPackageVersions(arn + "$default")
                .document(
                    "{\"url\":\"${aws:iot:package:"
                        + fw
                        + ":version:$default:artifact-location:s3-presigned-url}\",\"all\":\"${aws:iot:package::version::attributes}\"}"));
    server.awaitQueued(job, thing);

    String document =
        jobs.startNextPendingJobExecution(r -> r.thingName(thing)).execution().jobDocument();
    assertThat(fetch(json(document).path("url").asString()).body()).isEqualTo("the new firmware");
    assertThat(json(document).path("all").path("channel").asString()).isEqualTo("stable");
    assertThat(iot.describeJob(r -> r.jobId(job)).job().destinationPackageVersions())
        .containsExactly(arn + "2.1");
    assertThat(
            iot.describeJob(r -> r.jobId(job).beforeSubstitution(true))
                .job()
                .destinationPackageVersions())
        .containsExactly(arn + "$default");
    jobs.updateJobExecution(r -> r.thingName(thing).jobId(job).status("SUCCEEDED"));

    assertThat(
            iot.searchIndex(
                    r -> r.queryString("shadow.name.$package.reported." + fw + ".version:2.1"))
                .things())
        .extracting(ThingDocument::thingName)
        .containsExactly(thing);
    assertThat(iot.listThingsInThingGroup(r -> r.thingGroupName(group)).things()).isEmpty();
    String shadow =
        iot.searchIndex(r -> r.queryString("thingName:" + thing)).things().getFirst().shadow();
    assertThat(json(shadow).at("/name/$package/reported/" + fw + "/version").asString())
        .isEqualTo("2.1");
  }

  private void publish(String fw, String version, String content) {
    if (iot.listPackagesPaginator(r -> r.maxResults(1)).packageSummaries().stream()
        .noneMatch(each -> each.packageName().equals(fw))) {
      iot.createPackage(r -> r.packageName(fw).description("firmware"));
    }
    String id = put(fw + "-" + version, content);
    iot.createPackageVersion(
        r ->
            r.packageName(fw)
                .versionName(version)
                .attributes(Map.of("channel", "stable"))
                .artifact(
                    a -> a.s3Location(l -> l.bucket(bucket).key(fw + "-" + version).version(id))));
    iot.updatePackageVersion(
        r -> r.packageName(fw).versionName(version).action(PackageVersionAction.PUBLISH));
  }

  @Test
  void the_catalog_keeps_its_rules() {
    String fw = server.freshName("fw");
    iot.createPackage(r -> r.packageName(fw).description("one"));
    iot.createPackageVersion(r -> r.packageName(fw).versionName("1").attributes(Map.of("a", "b")));

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> iot.createPackage(r -> r.packageName(fw)));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> iot.createPackageVersion(r -> r.packageName(fw).versionName("1")));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> iot.updatePackage(r -> r.packageName(fw).defaultVersionName("1")));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                iot.updatePackageVersion(
                    r ->
                        r.packageName(fw).versionName("1").action(PackageVersionAction.DEPRECATE)));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> iot.deletePackage(r -> r.packageName(fw)));
    assertThatExceptionOfType(ValidationException.class)
        .isThrownBy(
            () ->
                iot.createPackageVersion(
                    r ->
                        r.packageName(fw)
                            .versionName("2")
                            .attributes(
                                Map.of(
                                    "a",
                                    "x".repeat(1024),
                                    "b",
                                    "x".repeat(1024),
                                    "c",
                                    "x".repeat(1024)))));
    assertThatExceptionOfType(
            software.amazon.awssdk.services.iot.model.ResourceNotFoundException.class)
        .isThrownBy(() -> iot.getPackageVersion(r -> r.packageName(fw).versionName("7")));

    iot.updatePackageVersion(
        r ->
            r.packageName(fw)
                .versionName("1")
                .attributes(Map.of("a", "c"))
                .action(PackageVersionAction.PUBLISH));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                iot.updatePackageVersion(
                    r -> r.packageName(fw).versionName("1").attributes(Map.of("a", "d"))));
    iot.updatePackage(r -> r.packageName(fw).defaultVersionName("1").description("two"));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> iot.deletePackageVersion(r -> r.packageName(fw).versionName("1")));

    var described = iot.getPackage(r -> r.packageName(fw));
    assertThat(List.of(described.description(), described.defaultVersionName()))
        .containsExactly("two", "1");
    assertThat(iot.getPackageVersion(r -> r.packageName(fw).versionName("1")).attributes())
        .isEqualTo(Map.of("a", "c"));
    assertThat(iot.listPackageVersions(r -> r.packageName(fw)).packageVersionSummaries())
        .extracting(each -> each.versionName() + " " + each.statusAsString())
        .containsExactly("1 PUBLISHED");

    iot.updatePackage(r -> r.packageName(fw).unsetDefaultVersion(true));
    iot.deletePackageVersion(r -> r.packageName(fw).versionName("1"));
    iot.deletePackage(r -> r.packageName(fw));
    assertThat(iot.listPackages(r -> r.maxResults(100)).packageSummaries())
        .extracting(each -> each.packageName())
        .doesNotContain(fw);
  }
}
