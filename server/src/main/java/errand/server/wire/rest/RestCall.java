package errand.server.wire.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call that has been let in.
 *
 * @param path decoded segments behind the first slash; a segment may hold any character
 * @param query decoded names and values, in the order sent
 * @param headers lower-case names, first values
 * @param region the region the caller signed for
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are big, short-lived and never compared
public record RestCall(
    String method,
    List<String> path,
    List<Map.Entry<String, String>> query,
    Map<String, String> headers,
    byte[] body,
    String region) {
  public RestCall {
    path = List.copyOf(path);
    query = List.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** The first value of a query parameter; an empty one counts as given. */
  public Optional<String> parameter(String name) {
    return query.stream()
        .filter(pair -> pair.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }
}
