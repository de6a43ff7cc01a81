package errand.server.store;

import errand.core.app.ThingRows;
import errand.core.fleet.Thing;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Optional;

/** Things of the writer's transaction, found in memory when they are there. */
record ImagedThings(ThingRows rows, Shelf<ThingName, Thing> shelf) implements ThingRows {
  @Override
  public Optional<Thing> find(ThingName name) {
    return shelf.find(name, rows::find);
  }

  @Override
  public void insert(Thing thing) {
    shelf.forget(thing.name());
    rows.insert(thing);
  }

  @Override
  public boolean update(Thing thing, long loadedVersion) {
    shelf.forget(thing.name());
    return rows.update(thing, loadedVersion);
  }

  @Override
  public boolean delete(ThingName name) {
    shelf.forget(name);
    return rows.delete(name);
  }

  @Override
  public List<Thing> list(Optional<ThingName> after, int limit) {
    return rows.list(after, limit);
  }

  @Override
  public List<Thing> ofType(ThingTypeName type, Optional<ThingName> after, int limit) {
    return rows.ofType(type, after, limit);
  }

  @Override
  public List<Thing> withAttribute(
      AttributeSearch search, Optional<AttributePlace> after, int limit) {
    return rows.withAttribute(search, after, limit);
  }
}
