package errand.core.fleet;

import java.util.List;
import java.util.Optional;

/**
 * What an operator says about a thing type.
 *
 * @param searchable names of attributes, in the order given
 * @param propagating what a broker would add to messages of MQTT 5; kept and shown only
 */
public record TypeProperties(
    String description, List<String> searchable, Optional<List<Propagating>> propagating) {
  /** Nothing said. */
  public static final TypeProperties NONE = new TypeProperties("", List.of(), Optional.empty());

  public TypeProperties {
    searchable = List.copyOf(searchable);
    propagating = propagating.map(List::copyOf);
  }

  /**
   * A user property to be added to messages.
   *
   * @param attribute the attribute of the thing that it is taken from
   * @param connection the property of the connection that it is taken from
   */
  public record Propagating(
      Optional<String> key, Optional<String> attribute, Optional<String> connection) {}

  /** The same with another MQTT 5 configuration. */
  public TypeProperties with(List<Propagating> next) {
    return new TypeProperties(description, searchable, Optional.of(next));
  }
}
