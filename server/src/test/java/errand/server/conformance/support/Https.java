package errand.server.conformance.support;

import errand.server.identity.AccessKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP as it is on the wire, with or without a signature by AWS's own signer. */
public final class Https implements AutoCloseable {
  private final HttpClient client;
  private final String url;

  private Https(String url, SSLContext tls) {
    this.url = url;
    this.client = HttpClient.newBuilder().sslContext(tls).connectTimeout(Await.PATIENCE).build();
  }

  /** The TLS door, without a certificate. */
  public static Https of(Doors doors) {
    return at(doors, Instant.now());
  }

  /** The same for a server on a time of its own. */
  static Https at(Doors doors, Instant now) {
    return new Https(doors.httpsUrl(), DeviceKeys.contextWithoutKeys(doors.ca(), now));
  }

  /** The TLS door, as a device. */
  public static Https of(Doors doors, DeviceKeys keys) {
    return new Https(doors.httpsUrl(), keys.context(doors.ca()));
  }

  /**
   * What came back.
   *
   * @param headers lower-case names, all values
   */
  public record Reply(int status, Map<String, List<String>> headers, String body) {
    public JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    /** The first value of a header. */
    public Optional<String> header(String lowerCaseName) {
      return Optional.ofNullable(headers.get(lowerCaseName)).map(List::getFirst);
    }

    public String errorType() {
      return header("x-amzn-errortype").orElse("");
    }

    public String message() {
      return json().path("message").asString("");
    }
  }

  /** By whom a request is signed, for what, and when. */
  public record Signature(AccessKey key, String service, Instant at) {
    Map<String, List<String>> headers(SdkHttpRequest request, byte[] body) {
      var identity = AwsCredentialsIdentity.create(key.id(), key.secret());
      var signed =
          AwsV4HttpSigner.create()
              .sign(
                  r ->
                      r.identity(identity)
                          .request(request)
                          .payload(ContentStreamProvider.fromByteArray(body))
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                          .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                          .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                          .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)));
      return signed.request().headers();
    }
  }

  /** Sends without a signature. */
  public Reply send(String method, String pathAndQuery, String body) {
    return send(method, pathAndQuery, body, Map.of());
  }

  /** Sends with a signature; further headers are signed too. */
  public Reply send(
      Signature by, String method, String pathAndQuery, String body, Map<String, String> headers) {
    return send(method, pathAndQuery, body, sign(by, method, pathAndQuery, body, headers));
  }

  /** The headers that make a request a signed one. */
  public Map<String, String> sign(
      Signature by, String method, String pathAndQuery, String body, Map<String, String> headers) {
    var uri = URI.create(url + pathAndQuery);
    var request =
        SdkHttpRequest.builder()
            .uri(uri)
            .method(SdkHttpMethod.fromValue(method))
            .putHeader("Host", uri.getAuthority());
    headers.forEach(request::putHeader);
    var all = new LinkedHashMap<String, String>();
    by.headers(request.build(), body.getBytes(StandardCharsets.UTF_8))
        .forEach((name, values) -> all.put(name, values.getFirst()));
    all.remove("Host");
    return all;
  }

  /** Sends with these headers. */
  public Reply send(String method, String pathAndQuery, String body, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url + pathAndQuery))
            .timeout(Await.PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      var lines = new LinkedHashMap<String, List<String>>();
      answer.headers().map().forEach((name, values) -> lines.put(name, new ArrayList<>(values)));
      return new Reply(answer.statusCode(), lines, answer.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
