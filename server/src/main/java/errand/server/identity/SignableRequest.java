package errand.server.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of an HTTP request that a signature covers, exactly as they were sent.
 *
 * @param method upper case
 * @param rawPath from the leading slash to before the question mark, never decoded
 * @param rawQuery after the question mark, never decoded; empty when there is none
 * @param headers values in order by lower-case name
 * @param body not copied; nobody may change it any more
 * @param secure whether it came over TLS
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are big, short-lived and never compared
public record SignableRequest(
    String method,
    String rawPath,
    String rawQuery,
    Map<String, List<String>> headers,
    byte[] body,
    boolean secure) {

  List<String> all(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of());
  }

  /** The value of a header that is there exactly once. */
  Optional<String> single(String lowerCaseName) {
    var values = all(lowerCaseName);
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }
}
