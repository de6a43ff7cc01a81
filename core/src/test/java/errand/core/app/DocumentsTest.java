package errand.core.app;

import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static errand.core.execution.Commands.start;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.JobsControl.NewJob;
import errand.core.artifact.Artifact;
import errand.core.artifact.BucketName;
import errand.core.artifact.Label;
import errand.core.artifact.ObjectKey;
import errand.core.artifact.S3Url;
import errand.core.catalog.Destination;
import errand.core.catalog.Release;
import errand.core.catalog.Software;
import errand.core.execution.Commands;
import errand.core.execution.Execution;
import errand.core.execution.Refusal;
import errand.core.execution.Status;
import errand.core.fleet.Installed;
import errand.core.job.Plan;
import errand.core.job.PresignedUrls;
import errand.core.job.Terms;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.PackageName;
import errand.core.name.ThingName;
import errand.core.name.VersionName;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents from their creation to the device's hands. */
class DocumentsTest {
  private static final BucketName B = new BucketName("firmware");
  private static final ObjectKey K = new ObjectKey("image.bin");
  private static final ThingName T1 = new ThingName("t1");
  private static final String DOWNLOAD = "${aws:iot:s3-presigned-url:s3://firmware/image.bin}";

  private final Fleet fleet = new Fleet();
  private final FakeLinks links = new FakeLinks();
  private final JobsControl control =
      new JobsControl(
          fleet.store, fleet.ids, fleet::now, fleet.bell, Quotas.AWS, new Documents(links));
  private final DeviceJobs devices =
      new DeviceJobs(
          fleet.store,
          fleet.ids,
          fleet::now,
          fleet.bell,
          new Handouts(links),
          new Installs(new Memberships(fleet.ids, Quotas.AWS)));

  /** Links that show what they were made of. Whatever has a host is in a storage. */
  private static final class FakeLinks implements Links {
    @Override
    public Home home(S3Url url) {
      if (url.bucket().equals("nobodys")) {
        return Home.UNKNOWN;
      }
      return url.origin().isPresent() ? Home.ELSEWHERE : Home.HERE;
    }

    @Override
    public String download(S3Url url, Optional<String> version, Duration validFor) {
      return "get " + url + version.map(each -> " at " + each).orElse("") + " " + validFor;
    }

    @Override
    public String upload(S3Url url, Duration validFor) {
      return "put " + url + " " + validFor;
    }
  }

  @BeforeEach
  void aFleetWithArtifactsAndPackages() {
    fleet.things("t1");
    change(
        tx -> {
          tx.buckets().insert(B, Fleet.T0);
          tx.artifacts().put(artifact("aa", Map.of(Label.SIGNATURE, "c2ln")));
          tx.catalog()
              .put(
                  new Software(
                      new PackageName("fw"),
                      Optional.empty(),
                      Optional.of(new VersionName("2")),
                      Fleet.T0,
                      Fleet.T0));
          tx.catalog()
              .put(
                  new Software(
                      new PackageName("bare"),
                      Optional.empty(),
                      Optional.empty(),
                      Fleet.T0,
                      Fleet.T0));
          tx.catalog().put(release("fw", "1", Release.Status.DEPRECATED, Optional.empty()));
          tx.catalog()
              .put(
                  release(
                      "fw",
                      "2",
                      Release.Status.PUBLISHED,
                      S3Url.parseRaw("s3://firmware/image.bin?versionId=aa")));
          tx.catalog()
              .put(
                  release(
                      "fw",
                      "3",
                      Release.Status.PUBLISHED,
                      S3Url.parseRaw("s3://firmware/image.bin")));
          tx.catalog().put(release("fw", "4", Release.Status.DRAFT, Optional.empty()));
        });
  }

  private void change(java.util.function.Consumer<Tx> change) {
    fleet.store.transact(
        tx -> {
          change.accept(tx);
          return true;
        });
  }

  private static Artifact artifact(String sha256, Map<String, String> headers) {
    return new Artifact(
        B, K, sha256, 7, new Label("e", headers, Optional.empty()), Fleet.T0, Optional.empty());
  }

  private static Release release(
      String name, String version, Release.Status status, Optional<S3Url> artifact) {
    return new Release(
        new PackageName(name),
        new VersionName(version),
        status,
        new Release.Content(
            Optional.empty(), Map.of("md5", "m" + version), artifact, Optional.empty()),
        Fleet.T0,
        Fleet.T0);
  }

  private static Destination to(String text) {
    return Destination.parse(text.replace(" ", "/version/")).orElseThrow();
  }

  private static NewJob job(String document, String... destinations) {
    NewJob plain = Fleet.forThings("j1", "t1");
    Terms terms = plain.terms();
    return new NewJob(
        plain.id(),
        plain.namespace(),
        plain.targets(),
        plain.selection(),
        plain.schedule(),
        new Terms(
            terms.description(),
            terms.rate(),
            terms.abort(),
            terms.inProgressTimeout(),
            terms.retries(),
            Optional.of(
                new PresignedUrls(Optional.of("arn:aws:iam::1:role/any"), Optional.of(300L)))),
        new Plan.Source(
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Arrays.stream(destinations).map(DocumentsTest::to).toList()),
        document);
  }

  private void rollOut(NewJob job) {
    given(control.create(job));
    fleet.beat();
  }

  private String started() {
    return given(devices.startNext(T1, Namespace.NONE, start()))
        .execution()
        .orElseThrow()
        .document()
        .orElseThrow();
  }

  private String refusal(NewJob job) {
    ControlRefusal why = refused(control.create(job));
    assertThat(why.why()).isEqualTo(ControlRefusal.Why.INVALID);
    assertThat(control.list(JobRows.Filter.ALL, Optional.empty(), 9).items()).isEmpty();
    return why.message();
  }

  @Test
  void a_device_gets_an_address_whenever_it_is_handed_the_document() {
    String document = "{\"from\":\"" + DOWNLOAD + "\"}";
    String handed = "{\"from\":\"get s3://firmware/image.bin at aa PT5M\"}";
    rollOut(job(document));
    Execution waiting = fleet.execution("t1", "j1");

    assertThat(given(control.document(new JobId("j1")))).isEqualTo(document);
    assertThat(devices.announced(waiting)).contains(handed);
    assertThat(
            given(devices.describeNext(T1, Namespace.NONE, true))
                .execution()
                .orElseThrow()
                .document())
        .contains(handed);
    assertThat(started()).isEqualTo(handed);
    assertThat(started()).isEqualTo(handed);
    assertThat(given(devices.describe(Fleet.which("t1", "j1"), true)).document()).contains(handed);
    assertThat(
            given(
                    devices.update(
                        Fleet.which("t1", "j1"), Commands.report(Status.IN_PROGRESS), true))
                .document())
        .contains(handed);
  }

  @Test
  void address_digest_signature_and_size_are_of_one_content() {
    rollOut(
        job(
            "[\""
                + DOWNLOAD
                + "\",\"${errand:artifact-sha256:s3://firmware/image.bin}\","
                + "\"${errand:artifact-signature:s3://firmware/image.bin}\","
                + "\"${errand:artifact-size:s3://firmware/image.bin}\"]"));

    assertThat(started())
        .isEqualTo("[\"get s3://firmware/image.bin at aa PT5M\",\"aa\",\"c2ln\",\"7\"]");

    change(tx -> tx.artifacts().put(artifact("bb", Map.of(Label.SIGNATURE, "bmV1"))));

    assertThat(started())
        .isEqualTo("[\"get s3://firmware/image.bin at bb PT5M\",\"bb\",\"bmV1\",\"7\"]");
  }

  @Test
  void an_upload_goes_to_a_place_of_the_execution() {
    rollOut(
        job(
            "[\"${aws:iot:s3-presigned-url-upload:s3://firmware/logs/${thingName}/${jobId}-${executionNumber}}\","
                + "\"${aws:iot:s3-presigned-url-upload:}\",\"${aws:iot:s3-presigned-url-upload:}\"]"));

    assertThat(started())
        .isEqualTo(
            "[\"put s3://firmware/logs/t1/j1-1 PT5M\",\"put s3://uploads/j1/t1/1-1 PT5M\","
                + "\"put s3://uploads/j1/t1/1-2 PT5M\"]");
  }

  @Test
  void what_is_in_a_storage_elsewhere_is_not_looked_for_here() {
    rollOut(job("{\"a\":\"${aws:iot:s3-presigned-url-v2:https://store/b-1/x%3FversionId%3D4}\"}"));

    assertThat(started()).isEqualTo("{\"a\":\"get https://store/b-1/x?versionId=4 at 4 PT5M\"}");
  }

  @Test
  void attributes_of_packages_are_put_in_when_the_job_is_created() {
    String document =
        "{\"one\":\"${aws:iot:package:fw:version:$default:attributes:md5}\","
            + "\"all\":\"${aws:iot:package:fw:version:2:attributes}\"}";

    rollOut(job(document, "fw $default"));
    change(tx -> tx.catalog().delete(new PackageName("fw"), new VersionName("2")));

    String settled = "{\"one\":\"m2\",\"all\":{\"md5\":\"m2\"}}";
    assertThat(given(control.document(new JobId("j1")))).isEqualTo(settled);
    assertThat(given(control.submitted(new JobId("j1")))).isEqualTo(document);
    assertThat(started()).isEqualTo(settled);
  }

  @Test
  void a_package_left_out_is_the_only_destination() {
    rollOut(
        job(
            "[\"${aws:iot:package::version::attributes:md5}\","
                + "\"${aws:iot:package::version::artifact-location:s3-presigned-url}\"]",
            "fw 2"));

    assertThat(started())
        .isEqualTo("[\"m2\",\"get s3://firmware/image.bin?versionId=aa at aa PT5M\"]");
  }

  @Test
  void the_default_version_is_settled_once() {
    rollOut(job("{}", "fw $default"));
    change(
        tx -> {
          var fw = tx.catalog().find(new PackageName("fw")).orElseThrow();
          tx.catalog().put(fw.defaultVersion(Optional.of(new VersionName("3")), Fleet.T0));
        });

    Plan.Source source = fleet.job("j1").plan().source();
    assertThat(source.packageVersions()).containsExactly(to("fw $default"));
    assertThat(source.settledVersions()).containsExactly(to("fw 2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${aws:iot:s3-presigned-url:s3://firmware/other.bin} | | There is no artifact at"
            + " s3://firmware/other.bin.",
        "${aws:iot:s3-presigned-url-v2:s3://firmware/image.bin%3FversionId%3Dbb} | | There is no"
            + " artifact",
        "${aws:iot:s3-presigned-url:https://nowhere/nobodys/x} | | neither in the artifact store",
        "${aws:iot:s3-presigned-url-upload:https://nowhere/nobodys/x} | | neither in the artifact"
            + " store",
        "${aws:iot:s3-presigned-url-upload:s3://no-bucket/x} | | There is no bucket no-bucket.",
        "${errand:artifact-sha256:s3://firmware/other.bin} | | There is no artifact",
        "${errand:artifact-sha256:https://store/b-1/x} | | not in the artifact store",
        "${aws:iot:parameter:x} | | managed job templates",
        "${aws:iot:package:fw:version:2:attributes:md5} | | not one of destinationPackageVersions",
        "${aws:iot:package:fw:version:2:attributes:md5} | fw 1 | not one of"
            + " destinationPackageVersions",
        "${aws:iot:package:fw:version:$default:attributes:md5} | fw 2 | not one of"
            + " destinationPackageVersions",
        "${aws:iot:package:fw:version:2:attributes:sha} | fw 2 | has no attribute sha",
        "${aws:iot:package::version::attributes:md5} | | exactly one entry",
        "${aws:iot:package::version::attributes:md5} | fw 2;bare $null | exactly one entry",
        "${aws:iot:package::version::attributes:md5} | fw $null | $null cannot be used",
        "${aws:iot:package:fw:version:1:artifact-location:s3-presigned-url} | fw 1 | has no"
            + " artifact",
        "${aws:iot:package:fw:version:3:artifact-location:s3-presigned-url} | fw 3 | names no"
            + " version of its object",
        "x | fw 4 | is a draft",
        "x | fw 5 | Version 5 of package fw cannot be found.",
        "x | nothing 1 | Package nothing cannot be found.",
        "x | bare $default | has no default version",
        "x | fw 1;fw 2 | one version only",
        "${aws:iot:nothing} | | Unknown placeholder",
      })
  void a_document_that_cannot_be_handed_out_makes_no_job(
      String value, String destinations, String why) {
    String[] all = destinations == null ? new String[0] : destinations.split(";");

    assertThat(refusal(job("{\"a\":\"" + value + "\"}", all))).contains(why);
  }

  @Test
  void a_signature_cannot_be_named_when_there_is_none() {
    change(tx -> tx.artifacts().put(artifact("cc", Map.of())));

    assertThat(refusal(job("[\"${errand:artifact-signature:s3://firmware/image.bin}\"]")))
        .isEqualTo("The artifact at s3://firmware/image.bin is not signed.");
  }

  @Test
  void an_address_needs_a_role() {
    NewJob job = Fleet.with(Fleet.forThings("j1", "t1").terms(), job("[\"" + DOWNLOAD + "\"]"));

    assertThat(refusal(job)).contains("roleArn");
  }

  @Test
  void what_cannot_be_handed_out_stays_queued_until_it_can() {
    rollOut(job("[\"" + DOWNLOAD + "\"]"));
    change(tx -> tx.artifacts().retire(B, K, Fleet.T0));

    Refusal why = refused(devices.startNext(T1, Namespace.NONE, start()));

    assertThat(why)
        .isEqualTo(
            new Refusal.NoDocument(
                T1, new JobId("j1"), "there is no artifact at s3://firmware/image.bin"));
    assertThat(fleet.execution("t1", "j1").status()).isEqualTo(Status.QUEUED);
    assertThat(devices.announced(fleet.execution("t1", "j1"))).isEmpty();
    assertThat(given(devices.describe(Fleet.which("t1", "j1"), false)).document()).isEmpty();

    change(tx -> tx.artifacts().put(artifact("dd", Map.of())));

    assertThat(started()).contains("at dd");
  }

  @Test
  void a_thing_that_succeeds_runs_what_the_job_brought() {
    change(
        tx -> {
          tx.account().putVersionsByJobs(true);
          tx.installed()
              .put(
                  thingId(tx),
                  new Installed(new PackageName("bare"), new VersionName("9"), Map.of()));
        });
    rollOut(job("{}", "fw $default", "bare $null"));
    started();

    assertThat(installed()).hasSize(1);
    given(devices.update(Fleet.which("t1", "j1"), Commands.report(Status.SUCCEEDED), false));

    assertThat(installed())
        .containsExactly(
            new Installed(new PackageName("fw"), new VersionName("2"), Map.of("md5", "m2")));
  }

  @Test
  void nothing_is_written_down_on_failure_nor_unless_it_was_turned_on() {
    rollOut(job("{}", "fw 1"));
    started();
    given(devices.update(Fleet.which("t1", "j1"), Commands.report(Status.SUCCEEDED), false));
    assertThat(installed()).isEmpty();

    change(tx -> tx.account().putVersionsByJobs(true));
    NewJob second = job("{}", "fw 1");
    rollOut(
        new NewJob(
            new JobId("j2"),
            second.namespace(),
            second.targets(),
            second.selection(),
            second.schedule(),
            second.terms(),
            second.source(),
            second.document()));
    started();
    given(devices.update(Fleet.which("t1", "j2"), Commands.report(Status.FAILED), false));

    assertThat(installed()).isEmpty();
  }

  private List<Installed> installed() {
    return fleet.store.read(tx -> tx.installed().of(thingId(tx)));
  }

  private static errand.core.fleet.ThingId thingId(Tx tx) {
    return tx.things().find(T1).orElseThrow().id();
  }
}
