package errand.server.cli;

import errand.server.identity.AccessKey;
import errand.server.identity.Signer;
import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls a server's control plane as an operator would. Blocks; threads: any. */
final class Client implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http;
  private final String url;
  private final AccessKey key;
  private final Signer signer;
  private final InstantSource clock;

  Client(String url, Path caFile, AccessKey key, String region, InstantSource clock) {
    this.url = url;
    this.key = key;
    this.signer = new Signer(key, region);
    this.clock = clock;
    this.http =
        HttpClient.newBuilder().sslContext(trusting(caFile)).connectTimeout(PATIENCE).build();
  }

  /** The server refused. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(String message) {
      this(0, message);
    }

    RefusedException(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  /** Where the server answers, without a slash at the end. */
  String url() {
    return url;
  }

  /** The key itself, for the one call that is not signed. */
  ObjectNode credentials() {
    return Json.object().put("accessKeyId", key.id()).put("secretAccessKey", key.secret());
  }

  JsonNode get(String pathAndQuery) {
    return call("GET", pathAndQuery, new byte[0], "");
  }

  /** The same, or nothing when the server knows nothing of that name. */
  Optional<JsonNode> find(String pathAndQuery) {
    try {
      return Optional.of(get(pathAndQuery));
    } catch (RefusedException refused) {
      if (refused.status == 404) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  JsonNode send(String method, String pathAndQuery, ObjectNode body) {
    return call(method, pathAndQuery, Json.bytes(body), "");
  }

  /** A call about a principal, which goes in a header. */
  JsonNode send(String method, String pathAndQuery, ObjectNode body, String principal) {
    return call(method, pathAndQuery, Json.bytes(body), principal);
  }

  private JsonNode call(String method, String pathAndQuery, byte[] body, String principal) {
    URI uri = URI.create(url + pathAndQuery);
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    request.header("Content-Type", "application/json");
    signer.headers(method, uri, body, "iot", clock.instant()).forEach(request::header);
    if (!principal.isEmpty()) {
      request.header("x-amzn-principal", principal);
    }
    HttpResponse<String> response = send(request.build());
    JsonNode answer =
        response.body().isEmpty()
            ? Json.object()
            : Json.parse(response.body()).orElseGet(Json::object);
    if (response.statusCode() != 200) {
      throw new RefusedException(
          response.statusCode(),
          method
              + " "
              + pathAndQuery
              + " was refused: "
              + response.headers().firstValue("x-amzn-ErrorType").orElse("status")
              + " "
              + response.statusCode()
              + ": "
              + answer.path("message").asString(""));
    }
    return answer;
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new RefusedException("No answer from " + url + ": " + failure.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new RefusedException("Interrupted while waiting for " + url);
    }
  }

  /** TLS that trusts one certificate and nothing else. */
  static SSLContext trusting(Path caFile) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust(caFile).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("TLS is not available", failure);
    }
  }

  static TrustManagerFactory trust(Path caFile) {
    try (InputStream pem = Files.newInputStream(caFile)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (IOException | GeneralSecurityException failure) {
      throw new IllegalStateException("cannot read the certificate in " + caFile, failure);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
