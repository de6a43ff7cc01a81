package errand.server.console;

import errand.server.conformance.support.RunningServer;
import errand.server.identity.AccessKey;
import errand.server.wire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Somebody at the console's plain port who looks after the cookie by hand. */
final class Visitor implements AutoCloseable {
  private static final int LONG = 50_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private String cookie = "";
  private String csrf = "";

  Visitor(RunningServer server) {
    url = server.doors().httpUrl();
  }

  /** What came back. */
  record Seen(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    JsonNode json() {
      return Json.parse(response.body()).orElseThrow();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Seen enterByKey(AccessKey key) {
    return enter(Json.object().put("accessKeyId", key.id()).put("secretAccessKey", key.secret()));
  }

  /** Uses an address that the server printed. */
  Seen enterByLink(String link) {
    return enter(Json.object().put("link", link.substring(link.indexOf("#link=") + 6)));
  }

  Seen enter(ObjectNode body) {
    Seen seen = send("POST", "/console/session", Json.text(body), Map.of());
    if (seen.status() == 200) {
      cookie = seen.header("Set-Cookie").replaceFirst(";.*", "");
      csrf = seen.json().path("csrf").asString();
    }
    return seen;
  }

  Seen get(String path) {
    return send("GET", path, "", Map.of());
  }

  /** A request that changes something, as a page sends it. */
  Seen change(String method, String path, String body) {
    return send(method, path, body, Map.of("x-errand-csrf", csrf));
  }

  Seen send(String method, String path, String body, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("Cookie", cookie)
            // As browsers do not, but so that a refusal is not lost to a body still on its way.
            .expectContinue(body.length() > LONG);
    headers.forEach(request::header);
    try {
      return new Seen(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** Events as they come. */
  static final class Events implements AutoCloseable {
    private final InputStream in;
    private final BufferedReader lines;

    private Events(InputStream in) {
      this.in = in;
      this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The data of the next event, waiting for it. */
    JsonNode next() throws IOException {
      String line = lines.readLine();
      while (!line.startsWith("data: ")) {
        line = lines.readLine();
      }
      return Json.parse(line.substring("data: ".length())).orElseThrow();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  Events stream(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url + path)).header("Cookie", cookie).build();
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    return new Events(response.body());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
