package errand.core.catalog;

import errand.core.artifact.S3Url;
import errand.core.name.PackageName;
import errand.core.name.VersionName;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One version of a package.
 *
 * <pre>
 *   DRAFT ──publish──▶ PUBLISHED ──deprecate──▶ DEPRECATED
 *                          ▲                        │
 *                          └────────publish─────────┘
 * </pre>
 *
 * Attributes and artifact are frozen once it has left DRAFT. Source: control-plane 11.2.
 */
public record Release(
    PackageName name,
    VersionName version,
    Status status,
    Content content,
    Instant createdAt,
    Instant updatedAt) {
  /** Where a version stands. */
  public enum Status {
    DRAFT,
    PUBLISHED,
    DEPRECATED
  }

  /**
   * What a version is.
   *
   * @param attributes at most {@value #ATTRIBUTES_BYTES_MAX} bytes together
   * @param artifact the file to install
   */
  public record Content(
      Optional<String> description,
      Map<String, String> attributes,
      Optional<S3Url> artifact,
      Optional<String> recipe) {
    /** Most bytes of all attributes of a version, names and values (control-plane 11.2). */
    public static final int ATTRIBUTES_BYTES_MAX = 3 * 1024;

    public Content {
      attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }
  }

  /** Whether jobs may name it. */
  public boolean usable() {
    return status != Status.DRAFT;
  }

  /** The same in another status. */
  public Release status(Status next, Instant now) {
    return new Release(name, version, next, content, createdAt, now);
  }

  /** The same with other content. */
  public Release content(Content next, Instant now) {
    return new Release(name, version, status, next, createdAt, now);
  }
}
