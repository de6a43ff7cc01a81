package errand.core.catalog;

import errand.core.name.PackageName;
import errand.core.name.VersionName;
import java.util.Optional;

/**
 * A package and the version of it that a job brings things to. Source: control-plane 6.2 [doc].
 *
 * @param version a version's name, {@code $default} or {@code $null}
 */
public record Destination(PackageName name, String version) {
  /** The package's default version, whichever it is when the job is created. */
  public static final String DEFAULT = "$default";

  /** No version: the package is taken off. */
  public static final String NONE = "$null";

  public Destination {
    if (!fits(version)) {
      throw new IllegalArgumentException("no version of a package: " + version);
    }
  }

  private static boolean fits(String version) {
    return version.equals(DEFAULT)
        || version.equals(NONE)
        || VersionName.parse(version).isPresent();
  }

  /** Reads {@code NAME/version/VERSION}, the end of an ARN behind {@code package/}. */
  public static Optional<Destination> parse(String text) {
    String[] parts = text.split("/", -1);
    boolean formed = parts.length == 3 && parts[1].equals("version") && fits(parts[2]);
    return formed
        ? PackageName.parse(parts[0]).map(name -> new Destination(name, parts[2]))
        : Optional.empty();
  }

  /** The version's name; empty for {@code $default} and {@code $null}. */
  public Optional<VersionName> versionName() {
    return VersionName.parse(version);
  }

  /** The text that {@link #parse} reads. */
  public String text() {
    return name + "/version/" + version;
  }
}
