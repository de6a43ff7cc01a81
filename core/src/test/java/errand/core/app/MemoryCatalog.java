package errand.core.app;

import errand.core.catalog.Release;
import errand.core.catalog.Software;
import errand.core.name.PackageName;
import errand.core.name.VersionName;
import java.util.List;
import java.util.Optional;

/** Packages in memory. */
record MemoryCatalog(MemoryTx tx) implements CatalogRows {
  @Override
  public Optional<Software> find(PackageName name) {
    return tx.seen().software.find(name);
  }

  @Override
  public void put(Software software) {
    tx.changed().software.put(software.name(), software);
  }

  @Override
  public boolean delete(PackageName name) {
    return tx.changed().software.remove(name);
  }

  @Override
  public List<Software> list(Optional<PackageName> after, int limit) {
    return tx.seen().software.after(after, limit);
  }

  @Override
  public Optional<Release> find(PackageName name, VersionName version) {
    return tx.seen().releases.find(new MemoryState.Issue(name, version));
  }

  @Override
  public void put(Release release) {
    tx.changed().releases.put(new MemoryState.Issue(release.name(), release.version()), release);
  }

  @Override
  public boolean delete(PackageName name, VersionName version) {
    return tx.changed().releases.remove(new MemoryState.Issue(name, version));
  }

  @Override
  public List<Release> versions(PackageName name, Optional<VersionName> after, int limit) {
    return tx.seen()
        .releases
        .all()
        .filter(each -> each.name().equals(name))
        .filter(each -> after.isEmpty() || each.version().compareTo(after.get()) > 0)
        .limit(limit)
        .toList();
  }
}
