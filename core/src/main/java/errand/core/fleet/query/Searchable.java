package errand.core.fleet.query;

import java.util.List;

/**
 * What a query may ask of one thing. Values are texts whatever they stand for: numbers in decimal
 * digits, truth as {@code true} or {@code false}, instants in milliseconds since 1970.
 */
public interface Searchable {
  /** Values of a field that {@link Fields} knows; none when the thing has nothing there. */
  List<String> values(String field);

  /**
   * Values that a term without a field looks at: those of the registry and of shadows, not of the
   * connection. Source: control-plane 10.3 [doc].
   */
  List<String> everything();
}
