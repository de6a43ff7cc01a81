package errand.server.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** The JDK's client for the AWS SDK: the SDK's own smallest one knows no PATCH. */
final class JdkHttp implements SdkHttpClient {
  /** Headers that the JDK sets by itself. */
  private static final Set<String> OWN = own();

  private final HttpClient http = HttpClient.newHttpClient();

  private static Set<String> own() {
    var names = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(Set.of("Host", "Content-Length", "Connection", "Expect"));
    return names;
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
    var sdk = request.httpRequest();
    var call = HttpRequest.newBuilder(sdk.getUri());
    sdk.forEachHeader(
        (name, values) -> {
          if (!OWN.contains(name)) {
            values.forEach(value -> call.header(name, value));
          }
        });
    byte[] body = {};
    if (request.contentStreamProvider().isPresent()) {
      try (var in = request.contentStreamProvider().get().newStream()) {
        body = in.readAllBytes();
      }
    }
    call.method(sdk.method().name(), HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      return answer(http.send(call.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  private static HttpExecuteResponse answer(HttpResponse<byte[]> response) {
    var body = AbortableInputStream.create(new ByteArrayInputStream(response.body()));
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpFullResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .build())
        .responseBody(body)
        .build();
  }

  @Override
  public void close() {
    http.close();
  }
}
