package errand.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.artifact.S3Url;
import errand.core.document.Placeholder.Fact;
import errand.core.document.Placeholder.Version;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a placeholder, what is one gone wrong, and what is plain text. */
class DocumentTextTest {
  private static DocumentText good(String json) {
    return switch (DocumentText.parse(json)) {
      case DocumentText.Parse.Good(var text) -> text;
      case DocumentText.Parse.Bad(var why) -> throw new AssertionError(why);
    };
  }

  private static String bad(String json) {
    return switch (DocumentText.parse(json)) {
      case DocumentText.Parse.Good(var text) -> throw new AssertionError(text.placeholders());
      case DocumentText.Parse.Bad(var why) -> why;
    };
  }

  private static Placeholder only(String body) {
    var all = good("{\"a\": \"x ${" + body + "} y\"}").placeholders();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static S3Url url(String bucket, String key) {
    return new S3Url(Optional.empty(), Optional.empty(), bucket, key, Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1, \"a\", {\"b\": \"}\"}]",
        "{\"run\": \"echo ${HOME} $1 ${x:-y} $ { } ${\"}",
        "{\"q\": \"\\\"${aws\"}"
      })
  void other_text_stays_as_it_is(String json) {
    assertThat(good(json).placeholders()).isEmpty();
    assertThat(good(json).with(_ -> Optional.of(DocumentText.Value.text("!")))).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource({
    "https://s3.amazonaws.com/fw-1/a/b.bin,,fw-1,a/b.bin",
    "https://s3.eu-west-1.amazonaws.com/fw-1/b.bin,eu-west-1,fw-1,b.bin",
    "https://s3-eu-west-1.amazonaws.com/fw-1/b.bin,eu-west-1,fw-1,b.bin",
    "https://fw-1.s3.eu-west-1.amazonaws.com/a b+c%20.bin,eu-west-1,fw-1,a b+c%20.bin",
    "https://fw.x.s3.amazonaws.com/b.bin,,fw.x,b.bin",
    "s3://fw-1/a:b,,fw-1,a:b",
  })
  void a_download_names_an_object_in_any_of_s3s_forms(
      String text, String region, String bucket, String key) {
    var expected =
        new S3Url(Optional.empty(), Optional.ofNullable(region), bucket, key, Optional.empty());

    assertThat(only("aws:iot:s3-presigned-url:" + text))
        .isEqualTo(new Placeholder.Download(expected));
    assertThat(only("aws:iot:s3-presigned-url-v1:" + text))
        .isEqualTo(new Placeholder.Download(expected));
  }

  @Test
  void a_download_may_name_another_host() {
    assertThat(only("aws:iot:s3-presigned-url:http://10.0.0.7:9000/fw-1/b.bin"))
        .isEqualTo(
            new Placeholder.Download(
                new S3Url(
                    Optional.of("http://10.0.0.7:9000"),
                    Optional.empty(),
                    "fw-1",
                    "b.bin",
                    Optional.empty())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://s3.amazonaws.com/fw-1/a%20%C3%A9%2Bb.bin%3FversionId%3D7x",
        "https://s3.amazonaws.com/fw-1/a%20%C3%A9%2Bb.bin?versionId=7x"
      })
  void the_second_version_is_percent_encoded_and_may_name_a_version(String text) {
    assertThat(only("aws:iot:s3-presigned-url-v2:" + text))
        .isEqualTo(
            new Placeholder.Download(
                new S3Url(
                    Optional.empty(), Optional.empty(), "fw-1", "a é+b.bin", Optional.of("7x"))));
  }

  @Test
  void escapes_of_json_are_no_part_of_an_address() {
    assertThat(only("aws:iot:s3-presigned-url:https:\\/\\/s3.amazonaws.com\\/fw-1\\/\\u00e9.bin"))
        .isEqualTo(new Placeholder.Download(url("fw-1", "é.bin")));
  }

  @Test
  void other_placeholders_are_read() {
    assertThat(only("aws:iot:parameter:path")).isEqualTo(new Placeholder.Parameter("path"));
    assertThat(only("aws:iot:package:fw:version:2.1:attributes:md5:x"))
        .isEqualTo(
            new Placeholder.Attribute(new Version(Optional.of("fw"), Optional.of("2.1")), "md5:x"));
    assertThat(only("aws:iot:package::version::attributes:md5"))
        .isEqualTo(new Placeholder.Attribute(Version.OF_DESTINATION, "md5"));
    assertThat(only("aws:iot:package:fw:version:$default:artifact-location:s3-presigned-url"))
        .isEqualTo(
            new Placeholder.PackageArtifact(
                new Version(Optional.of("fw"), Optional.of("$default"))));
    assertThat(only("aws:iot:package:fw:version:1:artifact:s3-presigned-url"))
        .isEqualTo(
            new Placeholder.PackageArtifact(new Version(Optional.of("fw"), Optional.of("1"))));
    assertThat(only("errand:artifact-sha256:s3://fw-1/b.bin"))
        .isEqualTo(new Fact(Fact.Kind.SHA256, url("fw-1", "b.bin")));
    assertThat(only("errand:artifact-signature:s3://fw-1/b.bin"))
        .isEqualTo(new Fact(Fact.Kind.SIGNATURE, url("fw-1", "b.bin")));
    assertThat(only("errand:artifact-size:s3://fw-1/b.bin"))
        .isEqualTo(new Fact(Fact.Kind.SIZE, url("fw-1", "b.bin")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:iot:code-sign-signature:s3://us-east-1.fw-1/b.bin@7",
        "aws:iot:s3-presigned-url:${aws:iot:code-sign-signature:s3://us-east-1.fw-1/b.bin@7}"
      })
  void a_code_signature_is_handed_on_also_inside_an_address(String body) {
    String json = "{\"a\":\"${" + body + "}\"}";

    assertThat(only(body)).isEqualTo(new Placeholder.CodeSignature());
    assertThat(good(json).with(_ -> Optional.empty())).isEqualTo(json);
  }

  @Test
  void uploads_are_counted_for_their_generated_keys() {
    assertThat(
            good("[\"${aws:iot:s3-presigned-url-upload:s3://logs/${thingName}/${jobId}}\","
                    + "\"${aws:iot:s3-presigned-url-upload:}\"]")
                .placeholders())
        .containsExactly(
            new Placeholder.Upload(url("logs", "${thingName}/${jobId}"), 0),
            new Placeholder.Upload(url("", ""), 1));
  }

  @Test
  void values_stand_as_json_does() {
    var text =
        good(
            "{\"a\": \"<${aws:iot:parameter:p}>\", \"b\":"
                + " \"${aws:iot:package:f:version:1:attributes}\", \"c\": 1}");

    assertThat(
            text.with(
                each ->
                    Optional.of(
                        each instanceof Placeholder.Attributes
                            ? DocumentText.Value.object(Map.of("k\"", "v\n"))
                            : DocumentText.Value.text("q\"\\\u0001"))))
        .isEqualTo("{\"a\": \"<q\\\"\\\\\\u0001>\", \"b\": {\"k\\\"\":\"v\\u000a\"}, \"c\": 1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${aws:iot:s3-presigned-url:https://s3.amazonaws.com/fw-1/b | not closed",
        "${aws:iot:s3-presigned-url:${aws:iot:parameter:x} | not closed",
        "${aws:iot:secret:x} | Unknown placeholder",
        "${aws:iot:s3-presigned-url-v3:s3://fw-1/b} | Unknown placeholder",
        "${errand:artifact-md5:s3://fw-1/b} | Unknown placeholder",
        "${aws:iot:package:fw:version:1:checksum} | Unknown placeholder",
        "${thingName} | in the key of an upload only",
        "${jobId} | in the key of an upload only",
        "${executionNumber} | in the key of an upload only",
        "${aws:iot:s3-presigned-url:s3://fw-1/${thingName}} | Only a code-sign-signature can be"
            + " nested",
        "${aws:iot:s3-presigned-url:${aws:iot:parameter:x}} | Only a code-sign-signature can be"
            + " nested",
        "${aws:iot:parameter:${aws:iot:parameter:x}} | cannot be nested",
        "${aws:iot:s3-presigned-url-upload:s3://logs/${account}} | Unknown placeholder ${account}",
        "${aws:iot:s3-presigned-url-upload:s3://${jobId}/x} | bucket",
        "${aws:iot:s3-presigned-url-upload:s3://logs/${jobId}${jobId}${jobId}} | at most twice",
        "${aws:iot:s3-presigned-url:s3://fw-1} | does not name an object",
        "${aws:iot:s3-presigned-url:s3://FW/b} | does not name an object",
        "${aws:iot:s3-presigned-url:fw-1/b} | does not name an object",
        "${aws:iot:s3-presigned-url-v2:s3://fw-1/%zz} | does not name an object",
        "${aws:iot:s3-presigned-url:s3://fw-1/b?versionId=7} | s3-presigned-url-v2 only",
        "${aws:iot:package:fw:version::attributes:k} | both be given or both be left out",
        "${aws:iot:package::version:1:attributes:k} | both be given or both be left out",
        "${aws:iot:package:fw:version:$null:attributes:k} | $null cannot be used",
        "x ${aws:iot:package:fw:version:1:attributes} | whole value",
        "${aws:iot:package:fw:version:1:attributes} x | whole value",
      })
  void what_has_gone_wrong_is_told(String value, String why) {
    assertThat(bad("{\"a\": \"" + value + "\"}")).contains(why);
  }

  @Test
  void all_attributes_cannot_be_the_name_of_a_member() {
    assertThat(bad("{\"${aws:iot:package:fw:version:1:attributes}\" : 1}")).contains("whole value");
  }
}
