package errand.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What real clients sign is what we verify. */
class SigV4ClientsTest {
  private static final Instant NOW = SignedRequests.SIGNED_AT;

  static List<SignedRequests.Vector> botocore() {
    return SignedRequests.all().toList();
  }

  @ParameterizedTest
  @MethodSource("botocore")
  void a_request_signed_by_botocore_is_accepted(SignedRequests.Vector vector) {
    var verdict = SignedRequests.verify(vector.request());

    assertThat(verdict)
        .isEqualTo(new SigV4Verdict.Signed(SignedRequests.KEY, vector.service(), vector.region()));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  iot,           http://localhost:8080/jobs, ''",
    "GET,  iot,           http://localhost:8080/things/a%3Ab/jobs/%24next, ''",
    "PUT,  iot-jobs-data, http://localhost:8080/things/a%3Ab/jobs/$next, {}",
    "GET,  iot,           http://localhost:8080/jobs/p%2C1?x=a%20b&y=%C3%BC%2B&z=&x=0, ''",
    "POST, iot,           https://errand.example:8443/policies/p, '{\"größe\":1}'",
    "PUT,  s3,            http://localhost:8080/bucket/a%20b/c~d, content",
  })
  void a_request_signed_by_the_java_sdk_is_accepted(
      String method, String service, String uri, String body) {
    var signed = sign(method, service, uri, body, AuthLocation.HEADER);

    assertThat(SignedRequests.verify(signed))
        .isEqualTo(new SigV4Verdict.Signed(SignedRequests.KEY, service, "eu-west-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "iot, http://localhost:8080/things/a%3Ab?x=a%20b",
    "s3,  https://errand.example/bucket/a%20b?versionId=7",
  })
  void a_link_signed_by_the_java_sdk_is_accepted(String service, String uri) {
    var signed = sign("GET", service, uri, "", AuthLocation.QUERY_STRING);

    assertThat(SignedRequests.verify(signed))
        .isEqualTo(new SigV4Verdict.Signed(SignedRequests.KEY, service, "eu-west-1"));
  }

  private static SignableRequest sign(
      String method, String service, String uri, String body, AuthLocation where) {
    var octets = body.getBytes(StandardCharsets.UTF_8);
    var request =
        SdkHttpRequest.builder()
            .uri(URI.create(uri))
            .method(SdkHttpMethod.fromValue(method))
            .putHeader("Content-Type", "application/json")
            .build();
    var plain =
        SignRequest.builder(
                AwsCredentialsIdentity.create(SignedRequests.KEY.id(), SignedRequests.KEY.secret()))
            .request(request)
            .payload(ContentStreamProvider.fromByteArray(octets))
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
            .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
            .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !service.equals("s3"))
            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC))
            .putProperty(AwsV4HttpSigner.AUTH_LOCATION, where);
    if (where == AuthLocation.QUERY_STRING) {
      plain
          .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(10))
          // As the SDK's S3 presigner sets it.
          .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, !service.equals("s3"));
    }
    return asReceived(AwsV4HttpSigner.create().sign(plain.build()).request(), octets);
  }

  private static SignableRequest asReceived(SdkHttpRequest sent, byte[] body) {
    var uri = sent.getUri();
    Map<String, List<String>> headers = new TreeMap<>();
    sent.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    headers.putIfAbsent("host", List.of(uri.getRawAuthority()));
    return new SignableRequest(
        sent.method().name(),
        uri.getRawPath(),
        Optional.ofNullable(uri.getRawQuery()).orElse(""),
        headers,
        body,
        uri.getScheme().equals("https"));
  }
}
