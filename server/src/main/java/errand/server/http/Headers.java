package errand.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Header lines in the order sent, found without regard to case. */
public record Headers(List<Header> lines) {
  /** No lines. */
  public static final Headers NONE = new Headers(List.of());

  public Headers {
    lines = List.copyOf(lines);
  }

  /** One line. */
  public static Headers of(String name, String value) {
    return new Headers(List.of(new Header(name, value)));
  }

  /** The value of the first line with this name. */
  public Optional<String> first(String name) {
    return lines.stream()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** The values of all lines with this name. */
  public List<String> all(String name) {
    return lines.stream()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** These lines and one more at the end. */
  public Headers and(String name, String value) {
    var more = new ArrayList<>(lines);
    more.add(new Header(name, value));
    return new Headers(more);
  }

  /** Values in order by lower-case name. */
  public Map<String, List<String>> byLowerCaseName() {
    var found = new LinkedHashMap<String, List<String>>();
    for (var line : lines) {
      var name = line.name().toLowerCase(Locale.ROOT);
      found.computeIfAbsent(name, _ -> new ArrayList<>()).add(line.value());
    }
    return found;
  }
}
