package errand.server.s3;

import errand.core.artifact.Artifact;
import errand.core.artifact.Label;
import errand.server.artifact.ChecksumAlgorithm;
import errand.server.artifact.Received;
import errand.server.http.Header;
import errand.server.http.StreamedAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The headers that are kept with an object and given back with it. */
final class Labels {
  /** Most octets of all metadata together, names and values. */
  private static final int META_BYTES_MAX = 2 * 1024;

  private static final String META = "x-amz-meta-";
  private static final List<String> KEPT =
      List.of(
          "content-type",
          "content-disposition",
          "content-encoding",
          "content-language",
          "cache-control",
          "expires");

  private Labels() {}

  /** Those of a request. */
  static Map<String, String> of(S3Call call) {
    var kept = new LinkedHashMap<String, String>();
    int bytes = 0;
    for (Header line : call.head().headers().lines()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      if (name.startsWith(META)) {
        bytes += name.length() - META.length() + line.value().length();
        kept.merge(name, line.value(), (one, other) -> one + "," + other);
      } else if (KEPT.contains(name)) {
        kept.put(name, line.value());
      }
    }
    if (bytes > META_BYTES_MAX) {
      throw new S3Exception(S3Error.METADATA_TOO_LARGE);
    }
    kept.computeIfPresent("content-encoding", (_, value) -> withoutChunks(value));
    kept.values().removeIf(String::isEmpty);
    kept.putIfAbsent("content-type", "binary/octet-stream");
    return kept;
  }

  // How the body came is no property of the object.
  private static String withoutChunks(String encoding) {
    return String.join(
        ",",
        List.of(encoding.split(",")).stream()
            .map(String::strip)
            .filter(each -> !each.equals("aws-chunked"))
            .toList());
  }

  /** The label of an object that came in one piece. */
  static Label label(
      Map<String, String> headers, Received received, Optional<ChecksumAlgorithm> algorithm) {
    return new Label(
        received.etag(),
        headers,
        algorithm.map(
            each -> new Label.Checksum(each.text(), received.checksumText().orElseThrow(), false)));
  }

  /** The answer with what is known of an object. */
  static StreamedAnswer with(StreamedAnswer answer, Artifact artifact, boolean checksum) {
    StreamedAnswer labelled =
        answer
            .with("ETag", "\"" + artifact.label().etag() + "\"")
            .with("x-amz-version-id", artifact.sha256());
    return checksum ? withChecksum(labelled, artifact.label().checksum()) : labelled;
  }

  static StreamedAnswer withChecksum(StreamedAnswer answer, Optional<Label.Checksum> checksum) {
    return checksum
        .map(
            each ->
                answer
                    .with("x-amz-checksum-" + each.algorithm(), each.value())
                    .with("x-amz-checksum-type", each.composite() ? "COMPOSITE" : "FULL_OBJECT"))
        .orElse(answer);
  }
}
