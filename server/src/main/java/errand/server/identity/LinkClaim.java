package errand.server.identity;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** {@code ?X-Amz-Algorithm=…&X-Amz-Credential=…}: a link signed ahead. */
final class LinkClaim {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
  private static final int SECONDS_MAX = 604_800; // AWS's own limit, seven days. [doc]

  /** Of a WebSocket link that names no lifetime, as device SDKs make them. [sdk-code], [choice] */
  private static final int WEBSOCKET_SECONDS = 300;

  private static final String WEBSOCKET_SCOPE = "/iotdevicegateway/aws4_request";

  private LinkClaim() {}

  static ClaimParse parse(RawQuery query) {
    for (var name : List.of("Algorithm", "Credential", "Date", "SignedHeaders", "Signature")) {
      if (query.single("X-Amz-" + name).isEmpty()) {
        return ClaimParse.flawed("AWS query-string parameters must include one X-Amz-" + name);
      }
    }
    if (!value(query, "Algorithm").equals(ClaimParse.ALGORITHM)) {
      return ClaimParse.flawed("Unsupported X-Amz-Algorithm.");
    }
    var date = AmzTimestamps.parse(value(query, "Date"));
    var seconds = seconds(query);
    if (date.isEmpty() || !SECONDS.matcher(seconds).matches()) {
      return ClaimParse.flawed("X-Amz-Date and X-Amz-Expires must be well formed.");
    }
    var validFor = Integer.parseInt(seconds);
    if (validFor < 1 || validFor > SECONDS_MAX) {
      return ClaimParse.flawed("X-Amz-Expires must be between 1 and 604800 seconds.");
    }
    var parts =
        new ClaimParse.Parts(
            value(query, "Credential"), value(query, "SignedHeaders"), value(query, "Signature"));
    var form = new SignatureClaim.Form.Link(Duration.ofSeconds(validFor));
    return ClaimParse.assemble(parts, date.get(), form);
  }

  private static String seconds(RawQuery query) {
    var open = !query.has("X-Amz-Expires") && value(query, "Credential").endsWith(WEBSOCKET_SCOPE);
    return open ? String.valueOf(WEBSOCKET_SECONDS) : value(query, "Expires");
  }

  private static String value(RawQuery query, String name) {
    return query.single("X-Amz-" + name).orElse("");
  }
}
