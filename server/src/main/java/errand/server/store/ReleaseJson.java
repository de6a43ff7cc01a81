package errand.server.store;

import errand.core.artifact.S3Url;
import errand.core.catalog.Release;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a version of a package is, as it is stored. */
record ReleaseJson(
    @Nullable String description,
    @Nullable Map<String, String> attributes,
    @Nullable ArtifactJson artifact,
    @Nullable String recipe) {
  static ReleaseJson of(Release.Content content) {
    return new ReleaseJson(
        content.description().orElse(null),
        content.attributes().isEmpty() ? null : content.attributes(),
        content.artifact().map(ArtifactJson::of).orElse(null),
        content.recipe().orElse(null));
  }

  Release.Content content() {
    return new Release.Content(
        Optional.ofNullable(description),
        attributes == null ? Map.of() : attributes,
        Optional.ofNullable(artifact).map(ArtifactJson::url),
        Optional.ofNullable(recipe));
  }

  record ArtifactJson(String bucket, String key, @Nullable String version) {
    static ArtifactJson of(S3Url url) {
      return new ArtifactJson(url.bucket(), url.key(), url.version().orElse(null));
    }

    S3Url url() {
      return new S3Url(
          Optional.empty(), Optional.empty(), bucket, key, Optional.ofNullable(version));
    }
  }
}
