package errand.server.fetch;

import errand.core.app.Answer;
import errand.core.app.ControlRefusal;
import errand.core.app.DocumentSource;
import errand.core.app.Links;
import errand.core.artifact.Artifact;
import errand.core.artifact.S3Url;
import errand.server.artifact.ArtifactStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** Documents from the account's own artifacts, from storages it knows, and from the web. */
public final class FetchedDocuments implements DocumentSource {
  /** Longest document, in bytes of UTF-8 (control-plane 6.1). */
  static final int BYTES_MAX = 32_768;

  private static final Duration LINK_VALID = Duration.ofMinutes(1);

  private final ArtifactStore artifacts;
  private final Links links;
  private final Fetcher fetcher;

  public FetchedDocuments(ArtifactStore artifacts, Links links, Fetcher fetcher) {
    this.artifacts = artifacts;
    this.links = links;
    this.fetcher = fetcher;
  }

  @Override
  public Answer<String, ControlRefusal> fetch(String url) {
    Optional<S3Url> place = S3Url.parseRaw(url);
    if (place.isEmpty()) {
      return failed(url, "it is no address that can be fetched from");
    }
    return switch (links.home(place.get())) {
      case HERE -> artifact(url, place.get());
      case ELSEWHERE ->
          place.get().whole()
              ? web(url, links.download(place.get(), place.get().version(), LINK_VALID))
              : failed(url, "it does not name an object in a bucket");
      case UNKNOWN -> web(url, url);
    };
  }

  private Answer<String, ControlRefusal> artifact(String url, S3Url place) {
    if (!place.whole()) {
      return failed(url, "it does not name an object in a bucket");
    }
    return artifacts
        .names()
        .find(place.bucketName().orElseThrow(), place.objectKey().orElseThrow(), place.version())
        .fold(found -> read(url, found), _ -> failed(url, "there is no such artifact"));
  }

  private Answer<String, ControlRefusal> read(String url, Artifact artifact) {
    if (artifact.bytes() > BYTES_MAX) {
      return failed(url, "it is longer than is allowed");
    }
    try {
      return decoded(url, Files.readAllBytes(artifacts.file(artifact)));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the artifact at " + url, failure);
    }
  }

  private Answer<String, ControlRefusal> web(String url, String address) {
    return switch (fetcher.get(address, BYTES_MAX)) {
      case Fetcher.Outcome.Got(var body) -> decoded(url, body);
      case Fetcher.Outcome.Failed(var why) -> failed(url, why);
    };
  }

  private static Answer<String, ControlRefusal> decoded(String url, byte[] body) {
    try {
      return Answer.given(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException notUtf8) {
      return failed(url, "it is not in UTF-8");
    }
  }

  private static Answer<String, ControlRefusal> failed(String url, String why) {
    return ControlRefusal.invalid(
        "The job document cannot be fetched from " + url + ": " + why + ".");
  }
}
