package errand.server.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests signed by botocore, from {@code sigv4/botocore-vectors.json}, and changes to requests.
 */
final class SignedRequests {
  private static final JsonNode FILE = load();

  static final Instant SIGNED_AT = Instant.parse(FILE.path("signedAt").stringValue());
  static final AccessKey KEY =
      new AccessKey(
          FILE.path("accessKeyId").stringValue(),
          FILE.path("secretAccessKey").stringValue(),
          "123456789012",
          Role.OPERATOR);

  private SignedRequests() {}

  record Vector(String name, String service, String region, SignableRequest request) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static JsonNode load() {
    try (var in = SignedRequests.class.getResourceAsStream("/sigv4/botocore-vectors.json")) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Vector> all() {
    return StreamSupport.stream(FILE.path("vectors").spliterator(), false)
        .map(SignedRequests::vector);
  }

  static SignableRequest named(String name) {
    return all().filter(v -> v.name().equals(name)).findFirst().orElseThrow().request();
  }

  private static Vector vector(JsonNode node) {
    var headers = new LinkedHashMap<String, List<String>>();
    for (var line : node.path("headers")) {
      var name = line.path(0).stringValue().toLowerCase(Locale.ROOT);
      headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(line.path(1).stringValue());
    }
    var request =
        new SignableRequest(
            node.path("method").stringValue(),
            node.path("rawPath").stringValue(),
            node.path("rawQuery").stringValue(),
            headers,
            node.path("body").stringValue().getBytes(StandardCharsets.UTF_8),
            node.path("secure").booleanValue());
    return new Vector(
        node.path("name").stringValue(),
        node.path("service").stringValue(),
        node.path("region").stringValue(),
        request);
  }

  static Optional<AccessKey> lookup(String id) {
    return id.equals(KEY.id()) ? Optional.of(KEY) : Optional.empty();
  }

  static SigV4 verifierAt(Instant now) {
    return new SigV4(SignedRequests::lookup, SigV4Settings.USUAL, () -> now);
  }

  static SigV4Verdict verify(SignableRequest request) {
    return verifierAt(SIGNED_AT).verify(request);
  }

  static SignableRequest method(SignableRequest r, String method) {
    return new SignableRequest(
        method, r.rawPath(), r.rawQuery(), r.headers(), r.body(), r.secure());
  }

  static SignableRequest path(SignableRequest r, String rawPath) {
    return new SignableRequest(
        r.method(), rawPath, r.rawQuery(), r.headers(), r.body(), r.secure());
  }

  static SignableRequest query(SignableRequest r, String rawQuery) {
    return new SignableRequest(
        r.method(), r.rawPath(), rawQuery, r.headers(), r.body(), r.secure());
  }

  static SignableRequest body(SignableRequest r, String body) {
    var octets = body.getBytes(StandardCharsets.UTF_8);
    return new SignableRequest(
        r.method(), r.rawPath(), r.rawQuery(), r.headers(), octets, r.secure());
  }

  static SignableRequest secure(SignableRequest r, boolean secure) {
    return new SignableRequest(
        r.method(), r.rawPath(), r.rawQuery(), r.headers(), r.body(), secure);
  }

  static SignableRequest header(SignableRequest r, String name, String... values) {
    Map<String, List<String>> headers = new LinkedHashMap<>(r.headers());
    headers.remove(name);
    if (values.length > 0) {
      headers.put(name, List.of(values));
    }
    return new SignableRequest(
        r.method(), r.rawPath(), r.rawQuery(), headers, r.body(), r.secure());
  }

  static SignableRequest authorization(SignableRequest r, String from, String to) {
    var old = r.all("authorization").getFirst();
    if (!old.contains(from)) {
      throw new IllegalArgumentException(from + " is not in " + old);
    }
    return header(r, "authorization", old.replace(from, to));
  }
}
