package errand.core.app;

import errand.core.fleet.Installed;
import errand.core.fleet.ThingId;
import errand.core.name.PackageName;
import java.util.List;

/** What runs on things, as their jobs brought it there. */
public interface InstalledRows {
  /** In the order of the packages' names. */
  List<Installed> of(ThingId thing);

  /** Adds a package, or replaces what is known of it. */
  void put(ThingId thing, Installed installed);

  /** Takes a package off the thing, if it is known to be there. */
  void remove(ThingId thing, PackageName name);

  /** Takes everything off a thing that is deleted. */
  void forget(ThingId thing);
}
