package errand.server.wire.control;

import errand.core.app.Answer;
import errand.core.app.ControlRefusal;
import errand.core.app.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Keyset pages: each token carries the last key and the filter it belongs to. */
final class Paging {
  private Paging() {}

  /** The key to go on behind; absent on the first page; a token that does not open is refused. */
  static Answer<Optional<String>, ControlRefusal> from(Optional<String> token, String filter) {
    return from(token, filter, Function.identity());
  }

  /** The same for a key that is read; one that cannot be, which nobody gave out, is refused too. */
  static <K> Answer<Optional<K>, ControlRefusal> from(
      Optional<String> token, String filter, Function<String, K> read) {
    if (token.isEmpty()) {
      return Answer.given(Optional.empty());
    }
    try {
      Optional<K> key = PageToken.open(filter, token.get()).map(read);
      return key.isPresent() ? Answer.given(key) : refused();
    } catch (IllegalArgumentException | IndexOutOfBoundsException forged) {
      return refused();
    }
  }

  private static <K> Answer<K, ControlRefusal> refused() {
    return Answer.refused(new ControlRefusal(ControlRefusal.Why.INVALID, "Next token is invalid."));
  }

  /** Adds {@code nextToken} when there is more; never an empty one (control-plane 13). */
  static <T> void next(ObjectNode into, Page<T> page, String filter, Function<T, String> key) {
    mark(into, "nextToken", page, filter, key);
  }

  /** The same under the name that older operations use: {@code nextMarker}. */
  static <T> void nextMarker(
      ObjectNode into, Page<T> page, String filter, Function<T, String> key) {
    mark(into, "nextMarker", page, filter, key);
  }

  /** The page of a short list that begins behind a key. */
  static <T> Page<T> slice(
      List<T> all, Optional<String> after, int limit, Function<T, String> key) {
    List<T> rest =
        after
            .map(
                last ->
                    all.stream().dropWhile(each -> !key.apply(each).equals(last)).skip(1).toList())
            .orElse(all);
    boolean more = rest.size() > limit;
    return new Page<>(more ? rest.subList(0, limit) : rest, more);
  }

  private static <T> void mark(
      ObjectNode into, String name, Page<T> page, String filter, Function<T, String> key) {
    if (page.more()) {
      into.put(name, PageToken.of(filter, key.apply(page.items().getLast())));
    }
  }
}
