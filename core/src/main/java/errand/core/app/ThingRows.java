package errand.core.app;

import errand.core.fleet.Thing;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Optional;

/** Things, by name. */
public interface ThingRows {
  Optional<Thing> find(ThingName name);

  /** Adds a thing whose name is free; throws IllegalStateException when it is not. */
  void insert(Thing thing);

  /**
   * Replaces the thing of this name that has the version it was loaded at; false when it has
   * another or is gone.
   */
  boolean update(Thing thing, long loadedVersion);

  /** Takes a thing away; false when there was none of this name. */
  boolean delete(ThingName name);

  /** In name order, after a name when one is given, at most {@code limit}. */
  List<Thing> list(Optional<ThingName> after, int limit);

  /** Those of a type, in name order, after a name when one is given, at most {@code limit}. */
  List<Thing> ofType(ThingTypeName type, Optional<ThingName> after, int limit);

  /**
   * Those that have the attribute, in the order of its value in lower case, then of their names;
   * after a place when one is given, at most {@code limit}. Costs the same wherever the place is.
   */
  List<Thing> withAttribute(AttributeSearch search, Optional<AttributePlace> after, int limit);

  /** Things whose attribute has that value, or begins with it. */
  record AttributeSearch(String name, String value, boolean prefix) {}

  /** A place in the list of things that have an attribute. */
  record AttributePlace(String value, ThingName thing) {}
}
