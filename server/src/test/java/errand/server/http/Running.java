package errand.server.http;

import errand.server.identity.AuthoritySettings;
import errand.server.identity.LocalAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Listeners for a test, and the plainest of clients. */
final class Running implements AutoCloseable {
  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  static final HttpLimits SMALL =
      new HttpLimits(
          4096,
          10_000,
          Duration.ofMillis(600),
          Duration.ofMillis(600),
          Duration.ofMillis(600),
          Duration.ofMillis(1500),
          1000);

  final HttpListeners listeners;
  final HttpClient client = HttpClient.newHttpClient();

  private Running(HttpListeners listeners) {
    this.listeners = listeners;
  }

  static Running plain(HttpLimits limits, HttpHandler handler) {
    return new Running(
        HttpListeners.start(
            new HttpSettings(Optional.of(ANY_PORT), Optional.empty(), limits), handler));
  }

  static Running tls(LocalAuthority authority, HttpLimits limits, HttpHandler handler) {
    var tls = new TlsListener(ANY_PORT, authority.sslContext());
    return new Running(
        HttpListeners.start(
            new HttpSettings(Optional.of(ANY_PORT), Optional.of(tls), limits), handler));
  }

  static LocalAuthority authority(Path directory) {
    return LocalAuthority.open(
        new AuthoritySettings(directory, List.of()), () -> Instant.ofEpochMilli(millis()));
  }

  private static long millis() {
    return System.currentTimeMillis(); // certificates are checked by real clients here
  }

  static HttpAnswer echo(HttpRequest request) {
    var text =
        "\"%s %s?%s %d\""
            .formatted(
                request.method(), request.rawPath(), request.rawQuery(), request.body().length);
    return HttpAnswer.json(200, text.getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<String> send(String method, String path, String body) {
    var uri = URI.create("http://127.0.0.1:" + listeners.httpPort() + path);
    var request =
        java.net.http.HttpRequest.newBuilder(uri)
            .version(HttpClient.Version.HTTP_1_1)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), listeners.httpPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** Sends these octets on a new connection and reads until the server closes it. */
  String raw(String text) throws IOException {
    try (var socket = connect()) {
      write(socket, text);
      return rest(socket);
    }
  }

  /** Lines of a request's head, with the empty one at its end. */
  static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Reads one answer's head and as many octets as its Content-Length says. */
  static String one(Socket socket, boolean head) throws IOException {
    var in = socket.getInputStream();
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      var octet = in.read();
      if (octet < 0) {
        throw new IOException("closed after: " + text);
      }
      text.append((char) octet);
    }
    var lines = text.toString().lines();
    var length =
        lines
            .filter(line -> line.startsWith("Content-Length: "))
            .map(line -> Integer.parseInt(line.substring(16)))
            .findFirst()
            .orElse(0);
    var body = in.readNBytes(head ? 0 : length);
    return text + new String(body, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    client.close();
    listeners.close();
  }
}
