package errand.server.identity;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…}. */
final class HeaderClaim {
  private HeaderClaim() {}

  static ClaimParse parse(SignableRequest request, String header) {
    var space = header.indexOf(' ');
    var algorithm = space < 0 ? header : header.substring(0, space);
    if (!algorithm.equals(ClaimParse.ALGORITHM)) {
      return ClaimParse.flawed("Unsupported AWS 'algorithm': '" + algorithm + "'.");
    }
    var members = members(header.substring(algorithm.length()));
    for (var name : List.of("Credential", "SignedHeaders", "Signature")) {
      if (!members.containsKey(name)) {
        return ClaimParse.flawed("Authorization header requires '" + name + "' parameter.");
      }
    }
    var date = dateOf(request);
    if (date.isEmpty()) {
      return ClaimParse.flawed(
          "Authorization header requires existence of one well-formed 'X-Amz-Date' or 'Date'"
              + " header.");
    }
    var parts =
        new ClaimParse.Parts(
            members.getOrDefault("Credential", ""),
            members.getOrDefault("SignedHeaders", ""),
            members.getOrDefault("Signature", ""));
    return ClaimParse.assemble(parts, date.get(), new SignatureClaim.Form.Header());
  }

  /** Name to value; a name given twice has no value, so that nobody can pick the other one. */
  private static Map<String, String> members(String text) {
    var found = new LinkedHashMap<String, String>();
    var twice = new HashSet<String>();
    Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(member -> member.indexOf('=') > 0)
        .forEach(
            member -> {
              var equals = member.indexOf('=');
              var name = member.substring(0, equals);
              if (found.put(name, member.substring(equals + 1)) != null) {
                twice.add(name);
              }
            });
    found.keySet().removeAll(twice);
    return found;
  }

  private static Optional<Instant> dateOf(SignableRequest request) {
    return request.all("x-amz-date").isEmpty()
        ? request.single("date").flatMap(AmzTimestamps::parseHttpDate)
        : request.single("x-amz-date").flatMap(AmzTimestamps::parse);
  }
}
