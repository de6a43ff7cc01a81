package errand.server.cli;

import errand.server.identity.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Calls a server's artifact store as an operator would. Blocks; threads: any. */
final class ArtifactClient implements AutoCloseable {
  static final String OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http;
  private final String url;
  private final Signer signer;
  private final InstantSource clock;

  ArtifactClient(String url, Path caFile, Signer signer, InstantSource clock) {
    this.url = url;
    this.signer = signer;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(Client.trusting(caFile))
            .connectTimeout(PATIENCE)
            .build();
  }

  /** Sends without a body. */
  HttpResponse<InputStream> send(String method, String pathAndQuery, Map<String, String> headers) {
    return send(method, pathAndQuery, headers, OF_NOTHING, BodyPublishers.noBody());
  }

  /**
   * Sends a body of which the SHA-256 is known.
   *
   * @param headers by lower-case name
   */
  HttpResponse<InputStream> send(
      String method,
      String pathAndQuery,
      Map<String, String> headers,
      String sha256,
      BodyPublisher body) {
    URI uri = URI.create(url + pathAndQuery);
    var more = new HashMap<>(headers);
    more.put("x-amz-content-sha256", sha256);
    var request = HttpRequest.newBuilder(uri).method(method, body);
    signer.headers(method, uri, more, sha256, "s3", clock.instant()).forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException failure) {
      throw new Client.RefusedException("No answer from " + url + ": " + failure.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Client.RefusedException("Interrupted while waiting for " + url);
    }
  }

  /** Throws unless there is such a file. */
  void requireThere(ArtifactPlace place) throws IOException {
    var answer = send("HEAD", place.path(), Map.of());
    answer.body().close();
    if (answer.statusCode() == 404) {
      throw new Client.RefusedException("There is no " + place + ".");
    }
    require(answer, "Asking for " + place);
  }

  /** Throws unless it went well. */
  static void require(HttpResponse<InputStream> answer, String what) throws IOException {
    if (answer.statusCode() >= 300) {
      String body = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
      String message = body.replaceFirst("(?s).*<Message>(.*)</Message>.*", "$1");
      throw new Client.RefusedException(
          what
              + " was refused: status "
              + answer.statusCode()
              + (message.isEmpty() ? "" : ": " + message));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
