package errand.core.app;

import errand.core.artifact.Artifact;
import errand.core.artifact.S3Url;
import errand.core.catalog.Release;
import errand.core.document.DocumentText;
import errand.core.document.DocumentText.Value;
import errand.core.document.Placeholder;
import errand.core.document.Uploads;
import errand.core.execution.Execution;
import errand.core.execution.Refusal;
import errand.core.job.PresignedUrls;
import errand.core.name.PackageName;
import errand.core.name.VersionName;
import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of a document when a device is handed it: signed addresses are made anew, and what
 * is known of artifacts is put in, all in the words of one moment. Source: control-plane 6.2.
 */
public final class Handouts {
  /** How long an address is good for when the job does not say (control-plane 2.2). */
  private static final long VALID_SECONDS = 3600;

  private final Links links;

  public Handouts(Links links) {
    this.links = links;
  }

  /** The document for this execution, or why it cannot be handed out. */
  Answer<String, Refusal> document(Tx tx, Execution execution, String document) {
    if (!DocumentText.open(document)) {
      return Answer.given(document);
    }
    return switch (DocumentText.parse(document)) {
      // Stored before documents were checked; devices got it as it is then, and do so now.
      case DocumentText.Parse.Bad _ -> Answer.given(document);
      case DocumentText.Parse.Good(var text) -> document(tx, execution, text);
    };
  }

  private Answer<String, Refusal> document(Tx tx, Execution execution, DocumentText text) {
    if (text.placeholders().stream().noneMatch(Placeholder::late)) {
      return Answer.given(text.with(_ -> Optional.empty()));
    }
    var one = new One(tx, execution, validFor(tx, execution));
    Optional<String> problem = text.problem(one::problem);
    return problem.isPresent()
        ? Answer.refused(new Refusal.NoDocument(execution.thing(), execution.job(), problem.get()))
        : Answer.given(text.with(one::value));
  }

  private static Duration validFor(Tx tx, Execution execution) {
    return Duration.ofSeconds(
        tx.jobs()
            .find(execution.job())
            .flatMap(job -> job.terms().presignedUrls())
            .flatMap(PresignedUrls::expiresSeconds)
            .orElse(VALID_SECONDS));
  }

  /** The artifact an address of this store names. */
  static Optional<Artifact> find(Tx tx, S3Url url) {
    return url.bucketName()
        .flatMap(
            bucket ->
                url.objectKey()
                    .flatMap(
                        key ->
                            url.version().isPresent()
                                ? tx.artifacts().find(bucket, key, url.version().get())
                                : tx.artifacts().find(bucket, key)));
  }

  /** One hand-out. */
  private final class One {
    private final Tx tx;
    private final Execution execution;
    private final Duration validFor;

    One(Tx tx, Execution execution, Duration validFor) {
      this.tx = tx;
      this.execution = execution;
      this.validFor = validFor;
    }

    Optional<String> problem(Placeholder placeholder) {
      return switch (placeholder) {
        case Placeholder.Download(var url) -> missing(url);
        case Placeholder.Fact(var kind, var url) ->
            fact(kind, url).isPresent()
                ? Optional.empty()
                : Optional.of("there is no " + kind + " of the artifact at " + url);
        case Placeholder.PackageArtifact(var of) ->
            artifact(of)
                .map(this::missing)
                .orElseGet(() -> Optional.of("the package version has no artifact any more"));
        case Placeholder.Upload _,
            Placeholder.Parameter _,
            Placeholder.CodeSignature _,
            Placeholder.Attribute _,
            Placeholder.Attributes _ ->
            Optional.empty();
      };
    }

    private Optional<String> missing(S3Url url) {
      return switch (links.home(url)) {
        case ELSEWHERE -> Optional.empty();
        case UNKNOWN -> Optional.of("no storage is known for " + url);
        case HERE ->
            find(tx, url).isPresent()
                ? Optional.empty()
                : Optional.of("there is no artifact at " + url);
      };
    }

    Optional<Value> value(Placeholder placeholder) {
      return switch (placeholder) {
        case Placeholder.Download(var url) -> Optional.of(Value.text(download(url)));
        case Placeholder.Fact(var kind, var url) -> fact(kind, url).map(Value::text);
        case Placeholder.PackageArtifact(var of) ->
            artifact(of).map(url -> Value.text(download(url)));
        case Placeholder.Upload upload ->
            Optional.of(Value.text(links.upload(Uploads.place(upload, execution), validFor)));
        case Placeholder.Parameter _,
            Placeholder.CodeSignature _,
            Placeholder.Attribute _,
            Placeholder.Attributes _ ->
            Optional.empty();
      };
    }

    // The content is named too: what is fetched is what the digest beside it is of, even when
    // another file gets the name meanwhile.
    private String download(S3Url url) {
      Optional<String> version =
          links.home(url) == Links.Home.HERE ? find(tx, url).map(Artifact::sha256) : url.version();
      return links.download(url, version, validFor);
    }

    private Optional<String> fact(Placeholder.Fact.Kind kind, S3Url url) {
      return find(tx, url)
          .flatMap(
              artifact ->
                  switch (kind) {
                    case SHA256 -> Optional.of(artifact.sha256());
                    case SIGNATURE -> artifact.label().signature();
                    case SIZE -> Optional.of(Long.toString(artifact.bytes()));
                  });
    }

    private Optional<S3Url> artifact(Placeholder.Version of) {
      return of.name()
          .flatMap(PackageName::parse)
          .flatMap(
              name ->
                  of.version()
                      .flatMap(VersionName::parse)
                      .flatMap(version -> tx.catalog().find(name, version)))
          .map(Release::content)
          .flatMap(Release.Content::artifact);
    }
  }
}
