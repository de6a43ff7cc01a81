package errand.core.document;

import errand.core.artifact.S3Url;
import java.util.Optional;

/**
 * What stands in a document for something else. Source: control-plane 6.2 [doc]; the facts of an
 * artifact are ours.
 */
public sealed interface Placeholder {
  /** A managed template's parameter; replaced when a job is created. */
  record Parameter(String name) implements Placeholder {}

  /** An address to fetch from; made anew whenever a device is handed the document. */
  record Download(S3Url url) implements Placeholder {}

  /**
   * An address to put something at; made anew likewise.
   *
   * @param url its key may hold {@code ${thingName}}, {@code ${jobId}}, {@code ${executionNumber}}
   * @param number how many stood before it in the document
   */
  record Upload(S3Url url, int number) implements Placeholder {}

  /** A signature that AWS's console would have put there; handed on as it is. */
  record CodeSignature() implements Placeholder {}

  /** One attribute of a package version; replaced when a job is created. */
  record Attribute(Version of, String key) implements Placeholder {}

  /** All attributes of a package version as an object; replaced when a job is created. */
  record Attributes(Version of) implements Placeholder {}

  /** An address to fetch a package version's artifact from; made anew like {@link Download}. */
  record PackageArtifact(Version of) implements Placeholder {}

  /** What is known of an artifact, in the words of the same hand-out as its address. */
  record Fact(Kind kind, S3Url url) implements Placeholder {
    /** What is asked for. */
    public enum Kind {
      /** Of the content, in hexadecimal digits. */
      SHA256,
      /** The operator's, in base64. */
      SIGNATURE,
      /** Bytes. */
      SIZE
    }
  }

  /**
   * A version of a package.
   *
   * @param name both are empty when they stand in the job's only destination
   */
  record Version(Optional<String> name, Optional<String> version) {
    static final Version OF_DESTINATION = new Version(Optional.empty(), Optional.empty());
  }

  /** Whether it is left for the moment when a device is handed the document. */
  default boolean late() {
    return switch (this) {
      case Download _, Upload _, PackageArtifact _, Fact _ -> true;
      case Parameter _, CodeSignature _, Attribute _, Attributes _ -> false;
    };
  }

  /** Whether it makes a signed address, for which a job must name a role. */
  default boolean signs() {
    return switch (this) {
      case Download _, Upload _, PackageArtifact _ -> true;
      case Fact _, Parameter _, CodeSignature _, Attribute _, Attributes _ -> false;
    };
  }
}
