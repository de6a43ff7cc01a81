package errand.server.identity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A raw query as pairs in canonical encoding, in the order sent.
 *
 * <p>Each part is unescaped to octets and escaped again, so that {@code %7e}, {@code %7E} and
 * {@code ~} are one value. A literal plus is a blank, as it is for whoever reads the parameters
 * later: the meaning that was signed is the meaning that is used.
 */
record RawQuery(List<Pair> pairs) {
  RawQuery {
    pairs = List.copyOf(pairs);
  }

  record Pair(String name, String value) {}

  static RawQuery parse(String rawQuery) {
    var pairs = new ArrayList<Pair>();
    for (var part : rawQuery.split("&", -1)) {
      if (!part.isEmpty()) {
        var equals = part.indexOf('=');
        var name = equals < 0 ? part : part.substring(0, equals);
        var value = equals < 0 ? "" : part.substring(equals + 1);
        pairs.add(new Pair(recoded(name), recoded(value)));
      }
    }
    return new RawQuery(pairs);
  }

  private static String recoded(String raw) {
    return UriEncoding.encode(UriEncoding.unescape(raw.replace('+', ' ')), false);
  }

  boolean has(String name) {
    return pairs.stream().anyMatch(pair -> pair.name().equals(name));
  }

  /** The decoded value of a parameter that is there exactly once. */
  Optional<String> single(String name) {
    var found = pairs.stream().filter(pair -> pair.name().equals(name)).toList();
    return found.size() == 1
        ? Optional.of(
            new String(UriEncoding.unescape(found.getFirst().value()), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** Sorted by encoded name, then by encoded value; without the names to leave out. */
  String canonical(Predicate<String> leftOut) {
    return pairs.stream()
        .filter(pair -> !leftOut.test(pair.name()))
        .sorted(Comparator.comparing(Pair::name).thenComparing(Pair::value))
        .map(pair -> pair.name() + "=" + pair.value())
        .collect(Collectors.joining("&"));
  }
}
