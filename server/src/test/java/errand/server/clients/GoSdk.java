package errand.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.Doors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests as the AWS SDK for Go v2 puts them on the wire, with the signer written from its public
 * description: every header but User-Agent is signed, the invocation id and the attempt among them;
 * the length is signed when there is a body; the hash of the body is signed but not sent; paths are
 * escaped twice in what is signed; Go's transport adds Accept-Encoding afterwards.
 */
final class GoSdk implements AutoCloseable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String REGION = "us-east-1";

  private final HttpClient http;
  private final Doors doors;
  private final String agent;

  GoSdk(Doors doors, String agent) {
    this.doors = doors;
    this.agent = agent;
    this.http =
        HttpClient.newBuilder().sslContext(DeviceKeys.contextWithoutKeys(doors.ca())).build();
  }

  /** What came back. */
  record Reply(int status, String error, JsonNode body) {}

  /** A label of a path: everything but letters, digits, hyphen, dot, underscore and tilde. */
  static String label(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  Reply call(String method, String path, String query, String body, Map<String, String> more) {
    var stamp = STAMP.format(Instant.now());
    var headers = new TreeMap<String, String>();
    more.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    headers.put("host", "localhost:" + doors.https());
    headers.put("amz-sdk-invocation-id", UUID.randomUUID().toString());
    headers.put("amz-sdk-request", "attempt=1; max=25");
    headers.put("x-amz-date", stamp);
    if (!body.isEmpty()) {
      headers.put("content-type", "application/json");
      headers.put("content-length", Integer.toString(body.getBytes(UTF_8).length));
    }
    var start = String.join("\n", method, path.replace("%", "%25"), query);
    var authorization = authorization(stamp, start, body, headers);
    var uri = "https://localhost:" + doors.https() + path + (query.isEmpty() ? "" : "?" + query);
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", authorization)
            .header("User-Agent", agent)
            .header("Accept-Encoding", "gzip");
    headers.forEach(
        (name, value) -> {
          if (!name.equals("host") && !name.equals("content-length")) {
            request.header(name, value);
          }
        });
    return send(request.build());
  }

  private Reply send(HttpRequest request) {
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      var text = answer.body();
      return new Reply(
          answer.statusCode(),
          answer.headers().firstValue("x-amzn-ErrorType").orElse(""),
          text.isEmpty()
              ? JsonMapper.shared().createObjectNode()
              : JsonMapper.shared().readTree(text));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stop);
    }
  }

  private String authorization(
      String stamp, String start, String body, SortedMap<String, String> headers) {
    var scope = stamp.substring(0, 8) + "/" + REGION + "/iot/aws4_request";
    var names = String.join(";", headers.keySet());
    var canonical =
        String.join(
            "\n",
            start,
            headers.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue() + "\n")
                .collect(Collectors.joining()),
            names,
            sha256(body));
    var toSign = String.join("\n", "AWS4-HMAC-SHA256", stamp, scope, sha256(canonical));
    var key = hmac(("AWS4" + doors.key().secret()).getBytes(UTF_8), stamp.substring(0, 8));
    key = hmac(hmac(hmac(key, REGION), "iot"), "aws4_request");
    return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(doors.key().id(), scope, names, HexFormat.of().formatHex(hmac(key, toSign)));
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
