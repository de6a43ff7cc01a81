package errand.core.app;

import errand.core.fleet.query.Query;
import errand.core.fleet.query.QueryLimits;
import errand.core.fleet.query.QueryParse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The queries of dynamic groups, each read once: they are asked at every change of a thing and
 * hardly ever change themselves. Threads: any.
 */
final class Queries {
  /**
   * More than most accounts have dynamic groups; beyond it all are forgotten, and read again when
   * asked.
   */
  static final int KEPT_MAX = 400;

  private final Map<String, Optional<Query>> read = new ConcurrentHashMap<>();

  /** Empty when this version of the program does not understand the text. */
  Optional<Query> of(String text) {
    Optional<Query> query = read.computeIfAbsent(text, Queries::parse);
    if (read.size() > KEPT_MAX) {
      read.clear();
    }
    return query;
  }

  private static Optional<Query> parse(String text) {
    return switch (Query.parse(text, QueryLimits.DYNAMIC_GROUP)) {
      case QueryParse.Ok(var query) -> Optional.of(query);
      case QueryParse.Malformed _ -> Optional.empty();
    };
  }
}
