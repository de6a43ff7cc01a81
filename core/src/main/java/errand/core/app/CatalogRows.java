package errand.core.app;

import errand.core.catalog.Release;
import errand.core.catalog.Software;
import errand.core.name.PackageName;
import errand.core.name.VersionName;
import java.util.List;
import java.util.Optional;

/** Packages and their versions. */
public interface CatalogRows {
  Optional<Software> find(PackageName name);

  /** Adds a package, or replaces the one of this name. */
  void put(Software software);

  /** Takes a package away; false when it was not there. Its versions are gone already. */
  boolean delete(PackageName name);

  /** In name order, after a name when one is given, at most {@code limit}. */
  List<Software> list(Optional<PackageName> after, int limit);

  Optional<Release> find(PackageName name, VersionName version);

  /** Adds a version, or replaces the one of this name. */
  void put(Release release);

  /** Takes a version away; false when it was not there. */
  boolean delete(PackageName name, VersionName version);

  /** Versions of a package in name order, after a name when one is given, at most {@code limit}. */
  List<Release> versions(PackageName name, Optional<VersionName> after, int limit);
}
