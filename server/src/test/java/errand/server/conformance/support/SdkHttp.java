package errand.server.conformance.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What the AWS SDK sends its requests with: the HTTP client of Java. The SDK's own small client
 * cannot send PATCH.
 */
public final class SdkHttp implements SdkHttpClient {
  // Set by the client itself, from the address and the body.
  private static final Set<String> ITS_OWN =
      Set.of("host", "content-length", "expect", "connection");

  private final HttpClient client;

  /** For the plain port. */
  public SdkHttp() {
    this.client = usual().build();
  }

  SdkHttp(SSLContext tls) {
    this.client = usual().sslContext(tls).build();
  }

  private static HttpClient.Builder usual() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Await.PATIENCE);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return send(request);
      }

      @Override
      public void abort() {}
    };
  }

  private HttpExecuteResponse send(HttpExecuteRequest request) throws IOException {
    SdkHttpRequest head = request.httpRequest();
    var body = new byte[0];
    if (request.contentStreamProvider().isPresent()) {
      try (var stream = request.contentStreamProvider().get().newStream()) {
        body = stream.readAllBytes();
      }
    }
    var builder =
        HttpRequest.newBuilder(head.getUri())
            .timeout(Await.PATIENCE)
            .method(head.method().name(), HttpRequest.BodyPublishers.ofByteArray(body));
    head.forEachHeader(
        (name, values) -> {
          if (!ITS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> builder.header(name, value));
          }
        });
    try {
      return response(client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private static HttpExecuteResponse response(HttpResponse<InputStream> answer) {
    SdkHttpResponse head =
        SdkHttpFullResponse.builder()
            .statusCode(answer.statusCode())
            .headers(answer.headers().map())
            .build();
    return HttpExecuteResponse.builder()
        .response(head)
        .responseBody(AbortableInputStream.create(answer.body()))
        .build();
  }

  @Override
  public String clientName() {
    return "java";
  }

  @Override
  public void close() {
    client.close();
  }
}
