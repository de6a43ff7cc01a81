package errand.core.app;

import errand.core.fleet.Installed;
import errand.core.fleet.ThingId;
import errand.core.name.PackageName;
import java.util.List;

/** What runs on things, in memory. */
record MemoryInstalled(MemoryTx tx) implements InstalledRows {
  @Override
  public List<Installed> of(ThingId thing) {
    var installed = tx.seen().installed;
    return installed
        .keys()
        .filter(each -> each.thing().equals(thing))
        .flatMap(each -> installed.find(each).stream())
        .toList();
  }

  @Override
  public void put(ThingId thing, Installed row) {
    tx.changed().installed.put(new MemoryState.Runs(thing, row.name()), row);
  }

  @Override
  public void remove(ThingId thing, PackageName name) {
    tx.changed().installed.remove(new MemoryState.Runs(thing, name));
  }

  @Override
  public void forget(ThingId thing) {
    of(thing).forEach(each -> remove(thing, each.name()));
  }
}
