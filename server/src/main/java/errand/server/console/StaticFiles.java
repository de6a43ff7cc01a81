package errand.server.console;

import errand.server.http.Headers;
import errand.server.http.HttpAnswer;
import errand.server.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The files of the pages, from the class path, compressed once. */
final class StaticFiles {
  private static final String OWN = "/errand/console/";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private static final List<String> OWN_NAMES =
      List.of(
          "index.html",
          "console.css",
          "icon.svg",
          "app.js",
          "ui.js",
          "live.js",
          "chart.js",
          "jobs.js",
          "job.js",
          "create.js",
          "fleet.js",
          "thing.js",
          "journal.js");

  /** Everything that a browser loads. */
  static final List<String> NAMES =
      Stream.concat(OWN_NAMES.stream(), Stream.of("preact.js", "hooks.js", "uplot.js", "uplot.css"))
          .toList();

  private final Map<String, File> files = new HashMap<>();

  /** A file as it is sent. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record File(String type, String tag, byte[] plain, byte[] compressed) {}

  StaticFiles() {
    for (String name : OWN_NAMES) {
      add(name, OWN + name);
    }
    add("preact.js", webjar("preact", "dist/preact.umd.js"));
    add("hooks.js", webjar("preact", "hooks/dist/hooks.umd.js"));
    add("uplot.js", webjar("uplot", "dist/uPlot.iife.min.js"));
    add("uplot.css", webjar("uplot", "dist/uPlot.min.css"));
  }

  // The version is the jar's own, so that it is written down in one place only.
  private static String webjar(String library, String path) {
    var properties = new Properties();
    var about = "/META-INF/maven/org.webjars.npm/" + library + "/pom.properties";
    try (InputStream in = open(about)) {
      properties.load(in);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + about, failure);
    }
    var version = properties.getProperty("version");
    return "/META-INF/resources/webjars/" + library + "/" + version + "/" + path;
  }

  private void add(String name, String resource) {
    try (InputStream in = open(resource)) {
      var plain = in.readAllBytes();
      var type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
      var tag =
          '"' + Secrets.digest(new String(plain, StandardCharsets.UTF_8)).substring(0, 20) + '"';
      files.put(name, new File(type, tag, plain, compressed(plain)));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + resource, failure);
    }
  }

  private static InputStream open(String resource) {
    return Optional.ofNullable(StaticFiles.class.getResourceAsStream(resource))
        .orElseThrow(() -> new IllegalStateException("not on the class path: " + resource));
  }

  private static byte[] compressed(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }

  /** The file, or that the browser's copy is still good; absent when there is none. */
  Optional<HttpAnswer> get(String name, HttpRequest request) {
    return Optional.ofNullable(files.get(name)).map(file -> answer(file, request));
  }

  private static HttpAnswer answer(File file, HttpRequest request) {
    // Asked for anew each time and mostly answered by 304: an update of the server shows at once.
    var headers =
        Headers.of("Cache-Control", "no-cache")
            .and("ETag", file.tag())
            .and("Vary", "Accept-Encoding");
    if (request.headers().first("If-None-Match").filter(file.tag()::equals).isPresent()) {
      return new HttpAnswer(304, headers, new byte[0]);
    }
    headers = headers.and("Content-Type", file.type());
    boolean gzip =
        request
            .headers()
            .first("Accept-Encoding")
            .filter(each -> each.contains("gzip"))
            .isPresent();
    return gzip
        ? new HttpAnswer(200, headers.and("Content-Encoding", "gzip"), file.compressed())
        : new HttpAnswer(200, headers, file.plain());
  }
}
