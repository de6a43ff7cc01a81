package errand.core.app;

import errand.core.app.ControlRefusal.Why;
import errand.core.artifact.S3Url;
import errand.core.catalog.Release;
import errand.core.catalog.Software;
import errand.core.name.PackageName;
import errand.core.name.VersionName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Software packages, for operators. Each call is one transaction. Source: control-plane 11.2.
 * Threads: any.
 */
public final class Catalog {
  private final Store store;
  private final InstantSource clock;

  public Catalog(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** CreatePackage; a name in use is a conflict. */
  public Answer<Software, ControlRefusal> create(PackageName name, Optional<String> description) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          if (tx.catalog().find(name).isPresent()) {
            return conflict("Package " + name + " already exists.");
          }
          var made = new Software(name, description, Optional.empty(), now, now);
          tx.catalog().put(made);
          return Answer.given(made);
        });
  }

  public Answer<Software, ControlRefusal> describe(PackageName name) {
    return store.read(tx -> find(tx, name));
  }

  /** All packages, in name order. */
  public Page<Software> list(Optional<PackageName> after, int limit) {
    return store.read(tx -> Page.of(tx.catalog().list(after, limit + 1), limit));
  }

  /**
   * What to change of a package.
   *
   * @param unsetDefault takes the default version away; not together with another one
   */
  public record Change(
      Optional<String> description, Optional<VersionName> defaultVersion, boolean unsetDefault) {}

  /** UpdatePackage. */
  public Answer<Software, ControlRefusal> update(PackageName name, Change change) {
    Instant now = clock.instant();
    return store.transact(
        tx ->
            find(tx, name)
                .then(is -> withDefault(tx, is, change, now))
                .then(
                    is -> {
                      Software changed =
                          change.description().map(text -> is.description(text, now)).orElse(is);
                      tx.catalog().put(changed);
                      return Answer.given(changed);
                    }));
  }

  private static Answer<Software, ControlRefusal> withDefault(
      Tx tx, Software is, Change change, Instant now) {
    if (change.unsetDefault()) {
      return Answer.given(is.defaultVersion(Optional.empty(), now));
    }
    if (change.defaultVersion().isEmpty()) {
      return Answer.given(is);
    }
    VersionName version = change.defaultVersion().get();
    return find(tx, is.name(), version)
        .then(
            release ->
                release.status() == Release.Status.PUBLISHED
                    ? Answer.given(is.defaultVersion(Optional.of(version), now))
                    : conflict("Only a published version can be the default version."));
  }

  /** DeletePackage: its versions must be gone. */
  public Answer<Software, ControlRefusal> delete(PackageName name) {
    return store.transact(
        tx ->
            find(tx, name)
                .then(
                    is -> {
                      if (!tx.catalog().versions(name, Optional.empty(), 1).isEmpty()) {
                        return conflict("Delete all versions of package " + name + " first.");
                      }
                      tx.catalog().delete(name);
                      return Answer.given(is);
                    }));
  }

  /** CreatePackageVersion: a draft. */
  public Answer<Release, ControlRefusal> create(
      PackageName name, VersionName version, Release.Content content) {
    Instant now = clock.instant();
    return store.transact(
        tx ->
            find(tx, name)
                .then(
                    _ -> {
                      if (tx.catalog().find(name, version).isPresent()) {
                        return conflict(
                            "Version " + version + " of package " + name + " already exists.");
                      }
                      if (tooMuch(content)) {
                        return ControlRefusal.invalid(
                            "The attributes of a version can have at most "
                                + Release.Content.ATTRIBUTES_BYTES_MAX
                                + " bytes together.");
                      }
                      var made =
                          new Release(name, version, Release.Status.DRAFT, content, now, now);
                      tx.catalog().put(made);
                      return Answer.given(made);
                    }));
  }

  private static boolean tooMuch(Release.Content content) {
    long bytes = 0;
    for (Map.Entry<String, String> each : content.attributes().entrySet()) {
      bytes += bytes(each.getKey()) + bytes(each.getValue());
    }
    return bytes > Release.Content.ATTRIBUTES_BYTES_MAX;
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  public Answer<Release, ControlRefusal> describe(PackageName name, VersionName version) {
    return store.read(tx -> find(tx, name, version));
  }

  /** Versions of a package, in name order. */
  public Answer<Page<Release>, ControlRefusal> versions(
      PackageName name, Optional<VersionName> after, int limit) {
    return store.read(
        tx ->
            find(tx, name)
                .then(
                    _ ->
                        Answer.given(
                            Page.of(tx.catalog().versions(name, after, limit + 1), limit))));
  }

  /** What to do with a version. */
  public enum Action {
    PUBLISH,
    DEPRECATE
  }

  /**
   * What to change of a version.
   *
   * @param attributes in place of those it has; of a draft only, like the artifact
   */
  public record VersionChange(
      Optional<String> description,
      Optional<Map<String, String>> attributes,
      Optional<S3Url> artifact,
      Optional<String> recipe,
      Optional<Action> action) {}

  /** UpdatePackageVersion. */
  public Answer<Release, ControlRefusal> update(
      PackageName name, VersionName version, VersionChange change) {
    Instant now = clock.instant();
    return store.transact(
        tx ->
            find(tx, name, version)
                .then(is -> changed(is, change, now))
                .then(
                    is -> {
                      tx.catalog().put(is);
                      return Answer.given(is);
                    }));
  }

  private static Answer<Release, ControlRefusal> changed(
      Release is, VersionChange change, Instant now) {
    boolean frozen = change.attributes().isPresent() || change.artifact().isPresent();
    if (frozen && is.status() != Release.Status.DRAFT) {
      return conflict(
          "Attributes and artifact of a version can be changed while it is a draft only.");
    }
    Release.Content content = is.content();
    var next =
        new Release.Content(
            change.description().or(content::description),
            change.attributes().orElse(content.attributes()),
            change.artifact().or(content::artifact),
            change.recipe().or(content::recipe));
    if (tooMuch(next)) {
      return ControlRefusal.invalid(
          "The attributes of a version can have at most "
              + Release.Content.ATTRIBUTES_BYTES_MAX
              + " bytes together.");
    }
    return moved(is.content(next, now), change.action(), now);
  }

  private static Answer<Release, ControlRefusal> moved(
      Release is, Optional<Action> action, Instant now) {
    if (action.isEmpty()) {
      return Answer.given(is);
    }
    return switch (action.get()) {
      case PUBLISH -> Answer.given(is.status(Release.Status.PUBLISHED, now));
      case DEPRECATE ->
          is.status() == Release.Status.DRAFT
              ? conflict("A draft cannot be deprecated.")
              : Answer.given(is.status(Release.Status.DEPRECATED, now));
    };
  }

  /** DeletePackageVersion: not the default one. */
  public Answer<Release, ControlRefusal> delete(PackageName name, VersionName version) {
    return store.transact(
        tx ->
            both(
                tx,
                name,
                version,
                (software, release) -> {
                  if (software.defaultVersion().filter(version::equals).isPresent()) {
                    return conflict("The default version of a package cannot be deleted.");
                  }
                  tx.catalog().delete(name, version);
                  return Answer.given(release);
                }));
  }

  /**
   * What the account chose for packages.
   *
   * @param versionsByJobs whether jobs write down which versions they brought to things
   * @param role an ARN that is kept and given back; nothing here acts by it
   */
  public record Configuration(boolean versionsByJobs, Optional<String> role) {}

  public Configuration configuration() {
    return store.read(
        tx -> new Configuration(tx.account().versionsByJobs(), tx.account().versionsRole()));
  }

  /** UpdatePackageConfiguration: what is not given stays as it is. */
  public Configuration configure(Optional<Boolean> versionsByJobs, Optional<String> role) {
    return store.transact(
        tx -> {
          versionsByJobs.ifPresent(tx.account()::putVersionsByJobs);
          role.ifPresent(tx.account()::putVersionsRole);
          return new Configuration(tx.account().versionsByJobs(), tx.account().versionsRole());
        });
  }

  private static <T> Answer<T, ControlRefusal> both(
      Tx tx,
      PackageName name,
      VersionName version,
      BiFunction<Software, Release, Answer<T, ControlRefusal>> then) {
    return find(tx, name)
        .then(software -> find(tx, name, version).then(each -> then.apply(software, each)));
  }

  private static Answer<Software, ControlRefusal> find(Tx tx, PackageName name) {
    return tx.catalog()
        .find(name)
        .map(Answer::<Software, ControlRefusal>given)
        .orElseGet(() -> ControlRefusal.notFound("Package " + name + " cannot be found."));
  }

  private static Answer<Release, ControlRefusal> find(
      Tx tx, PackageName name, VersionName version) {
    return tx.catalog()
        .find(name, version)
        .map(Answer::<Release, ControlRefusal>given)
        .orElseGet(
            () ->
                ControlRefusal.notFound(
                    "Version " + version + " of package " + name + " cannot be found."));
  }

  private static <T> Answer<T, ControlRefusal> conflict(String message) {
    return ControlRefusal.because(Why.CONFLICT, message);
  }
}
