package errand.server.wire.control;

import errand.core.app.Answer;
import errand.core.app.ControlRefusal;
import errand.core.app.Page;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Keyset pages: each token carries the last key and the filter it belongs to. */
final class Paging {
  private Paging() {}

  /** The key to go on behind; absent on the first page; a token that does not open is refused. */
  static Answer<Optional<String>, ControlRefusal> from(Optional<String> token, String filter) {
    if (token.isEmpty()) {
      return Answer.given(Optional.empty());
    }
    Optional<String> key = PageToken.open(filter, token.get());
    return key.isPresent()
        ? Answer.given(key)
        : Answer.refused(
            new ControlRefusal(ControlRefusal.Why.INVALID, "Next token is invalid."));
  }

  /** Adds {@code nextToken} when there is more; never an empty one (control-plane 13). */
  static <T> void next(
      ObjectNode into, Page<T> page, String filter, Function<T, String> key) {
    if (page.more()) {
      into.put("nextToken", PageToken.of(filter, key.apply(page.items().getLast())));
    }
  }
}
