package errand.core.fleet;

import errand.core.name.PackageName;
import errand.core.name.VersionName;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A package that runs on a thing, as the reserved {@code $package} shadow tells it. Source:
 * control-plane 11.2.
 *
 * @param attributes of the version when it came there
 */
public record Installed(PackageName name, VersionName version, Map<String, String> attributes) {
  public Installed {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }
}
