package errand.core.app;

import errand.core.app.JobsControl.NewJob;
import errand.core.artifact.S3Url;
import errand.core.catalog.Destination;
import errand.core.catalog.Release;
import errand.core.document.DocumentText;
import errand.core.document.DocumentText.Value;
import errand.core.document.Placeholder;
import errand.core.document.Placeholder.Version;
import errand.core.job.PresignedUrls;
import errand.core.name.PackageName;
import errand.core.name.VersionName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a document when a job is created: its placeholders are checked, and those are
 * replaced that are not left for the moment of handing it out. Source: control-plane 6.2.
 */
public final class Documents {
  private final Links links;

  public Documents(Links links) {
    this.links = links;
  }

  /**
   * A job's document and destinations, ready to be kept.
   *
   * @param versions no {@code $default} among them any more
   */
  record Settled(String document, List<Destination> versions) {
    Settled {
      versions = List.copyOf(versions);
    }
  }

  /** Settles what a new job says, or tells what is wrong with it. */
  Answer<Settled, ControlRefusal> settle(Tx tx, NewJob wanted) {
    return destinations(tx, wanted.source().packageVersions())
        .then(
            resolved ->
                new OneJob(tx, wanted, resolved)
                    .document()
                    .fold(
                        text ->
                            Answer.given(
                                new Settled(
                                    text, resolved.stream().map(Resolved::destination).toList())),
                        Answer::refused));
  }

  /**
   * A destination as it is and as it was asked for.
   *
   * @param release absent when the package is taken off
   */
  private record Resolved(Destination asked, Destination destination, Optional<Release> release) {}

  private static Answer<List<Resolved>, ControlRefusal> destinations(
      Tx tx, List<Destination> asked) {
    var resolved = new ArrayList<Resolved>();
    for (Destination each : asked) {
      switch (destination(tx, each)) {
        case Answer.Given<Resolved, ControlRefusal>(var found) -> resolved.add(found);
        case Answer.Refused<Resolved, ControlRefusal>(var why) -> {
          return Answer.refused(why);
        }
      }
    }
    long names = resolved.stream().map(each -> each.destination().name()).distinct().count();
    return names < resolved.size()
        ? ControlRefusal.invalid(
            "A package can have one version only in destinationPackageVersions.")
        : Answer.given(resolved);
  }

  private static Answer<Resolved, ControlRefusal> destination(Tx tx, Destination asked) {
    PackageName name = asked.name();
    var software = tx.catalog().find(name);
    if (software.isEmpty()) {
      return ControlRefusal.invalid("Package " + name + " cannot be found.");
    }
    if (asked.version().equals(Destination.NONE)) {
      return Answer.given(new Resolved(asked, asked, Optional.empty()));
    }
    Optional<VersionName> version =
        asked.version().equals(Destination.DEFAULT)
            ? software.get().defaultVersion()
            : asked.versionName();
    if (version.isEmpty()) {
      return ControlRefusal.invalid("Package " + name + " has no default version.");
    }
    Optional<Release> release = tx.catalog().find(name, version.get());
    if (release.isEmpty()) {
      return ControlRefusal.invalid(
          "Version " + version.get() + " of package " + name + " cannot be found.");
    }
    return release.get().usable()
        ? Answer.given(new Resolved(asked, new Destination(name, version.get().text()), release))
        : ControlRefusal.invalid(
            "Version "
                + version.get()
                + " of package "
                + name
                + " is a draft; only published and deprecated versions can be used.");
  }

  /** The document of one job. */
  private final class OneJob {
    private final Tx tx;
    private final NewJob wanted;
    private final List<Resolved> destinations;

    OneJob(Tx tx, NewJob wanted, List<Resolved> destinations) {
      this.tx = tx;
      this.wanted = wanted;
      this.destinations = destinations;
    }

    Answer<String, ControlRefusal> document() {
      if (!DocumentText.open(wanted.document())) {
        return Answer.given(wanted.document());
      }
      return switch (DocumentText.parse(wanted.document())) {
        case DocumentText.Parse.Bad(var why) -> ControlRefusal.invalid(why);
        case DocumentText.Parse.Good(var text) ->
            text.problem(this::problem)
                .<Answer<String, ControlRefusal>>map(ControlRefusal::invalid)
                .orElseGet(() -> Answer.given(text.with(this::value)));
      };
    }

    private Optional<String> problem(Placeholder placeholder) {
      if (placeholder.signs() && role().isEmpty()) {
        return Optional.of(
            "The job document has a placeholder for a presigned URL, so presignedUrlConfig must"
                + " name a roleArn; any role's ARN will do.");
      }
      return switch (placeholder) {
        case Placeholder.Parameter(var name) ->
            Optional.of(
                "${aws:iot:parameter:" + name + "} can only be used in managed job templates.");
        case Placeholder.Download(var url) -> download(url);
        case Placeholder.Fact(var kind, var url) -> fact(kind, url);
        case Placeholder.Upload upload -> upload(upload.url());
        case Placeholder.CodeSignature() -> Optional.empty();
        case Placeholder.Attribute(var of, var key) ->
            release(of).fold(found -> attribute(found, key), Optional::of);
        case Placeholder.Attributes(var of) ->
            release(of).fold(_ -> Optional.empty(), Optional::of);
        case Placeholder.PackageArtifact(var of) -> release(of).fold(this::artifact, Optional::of);
      };
    }

    private Optional<String> role() {
      return wanted.terms().presignedUrls().flatMap(PresignedUrls::roleArn);
    }

    private Optional<String> download(S3Url url) {
      return switch (links.home(url)) {
        case UNKNOWN -> unknown(url);
        case ELSEWHERE -> Optional.empty();
        // A missing file would be asked for by the whole fleet, again and again.
        case HERE ->
            Handouts.find(tx, url).isPresent()
                ? Optional.empty()
                : Optional.of("There is no artifact at " + url + ".");
      };
    }

    private Optional<String> fact(Placeholder.Fact.Kind kind, S3Url url) {
      if (links.home(url) != Links.Home.HERE) {
        return Optional.of(url + " is not in the artifact store of this server.");
      }
      var found = Handouts.find(tx, url);
      if (found.isEmpty()) {
        return Optional.of("There is no artifact at " + url + ".");
      }
      boolean unsigned =
          kind == Placeholder.Fact.Kind.SIGNATURE && found.get().label().signature().isEmpty();
      return unsigned
          ? Optional.of("The artifact at " + url + " is not signed.")
          : Optional.empty();
    }

    private Optional<String> upload(S3Url url) {
      if (url.bucket().isEmpty()) {
        return Optional.empty();
      }
      return switch (links.home(url)) {
        case UNKNOWN -> unknown(url);
        case ELSEWHERE -> Optional.empty();
        case HERE ->
            url.bucketName().filter(name -> tx.buckets().find(name).isPresent()).isPresent()
                ? Optional.empty()
                : Optional.of("There is no bucket " + url.bucket() + ".");
      };
    }

    private static Optional<String> unknown(S3Url url) {
      return Optional.of(
          url + " is neither in the artifact store of this server nor in a storage that it knows.");
    }

    private Answer<Release, String> release(Version of) {
      if (of.name().isEmpty()) {
        return onlyDestination();
      }
      String name = of.name().get();
      String version = of.version().orElseThrow();
      Optional<Resolved> found =
          destinations.stream()
              .filter(each -> each.asked().name().text().equals(name))
              .filter(
                  each ->
                      each.asked().version().equals(version)
                          || (!version.equals(Destination.DEFAULT)
                              && each.destination().version().equals(version)))
              .findFirst();
      return found
          .flatMap(Resolved::release)
          .<Answer<Release, String>>map(Answer::given)
          .orElseGet(
              () ->
                  Answer.refused(
                      "Version "
                          + version
                          + " of package "
                          + name
                          + " is used in the job document, but not one of"
                          + " destinationPackageVersions."));
    }

    private Answer<Release, String> onlyDestination() {
      if (destinations.size() != 1) {
        return Answer.refused(
            "A package name and version can be left out only when destinationPackageVersions has"
                + " exactly one entry.");
      }
      return destinations
          .getFirst()
          .release()
          .<Answer<Release, String>>map(Answer::given)
          .orElseGet(
              () -> Answer.refused("$null cannot be used as a version in the job document."));
    }

    private static Optional<String> attribute(Release release, String key) {
      return release.content().attributes().containsKey(key)
          ? Optional.empty()
          : Optional.of(
              "Version "
                  + release.version()
                  + " of package "
                  + release.name()
                  + " has no attribute "
                  + key
                  + ".");
    }

    private Optional<String> artifact(Release release) {
      Optional<S3Url> url = release.content().artifact();
      if (url.isEmpty()) {
        return Optional.of(
            "Version " + release.version() + " of package " + release.name() + " has no artifact.");
      }
      if (url.get().version().isEmpty()) {
        return Optional.of(
            "The artifact of version "
                + release.version()
                + " of package "
                + release.name()
                + " names no version of its object.");
      }
      return download(url.get());
    }

    private Optional<Value> value(Placeholder placeholder) {
      return switch (placeholder) {
        case Placeholder.Attribute(var of, var key) ->
            given(of).map(found -> found.content().attributes().get(key)).map(Value::text);
        case Placeholder.Attributes(var of) ->
            given(of).map(found -> Value.object(found.content().attributes()));
        // What is to be fetched is settled now, whatever becomes of the package.
        case Placeholder.PackageArtifact(var of) ->
            given(of)
                .map(
                    found ->
                        Value.text(
                            "${aws:iot:package:"
                                + found.name()
                                + ":version:"
                                + found.version()
                                + ":artifact-location:s3-presigned-url}"));
        case Placeholder.Parameter _,
            Placeholder.Download _,
            Placeholder.Upload _,
            Placeholder.Fact _,
            Placeholder.CodeSignature _ ->
            Optional.empty();
      };
    }

    private Optional<Release> given(Version of) {
      return release(of).fold(Optional::of, _ -> Optional.empty());
    }
  }
}
