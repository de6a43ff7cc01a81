package errand.core.app;

import errand.core.fleet.ThingType;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Optional;

/** Thing types, by name. */
public interface ThingTypeRows {
  Optional<ThingType> find(ThingTypeName name);

  /** Adds a type whose name is free; throws IllegalStateException when it is not. */
  void insert(ThingType type);

  /** Replaces the one of this name; throws IllegalStateException when there is none. */
  void update(ThingType type);

  /** Takes a type away; false when there was none of this name. */
  boolean delete(ThingTypeName name);

  /**
   * Those whose names begin so, in name order, after a name when one is given, at most {@code
   * limit}.
   */
  List<ThingType> list(String prefix, Optional<ThingTypeName> after, int limit);
}
