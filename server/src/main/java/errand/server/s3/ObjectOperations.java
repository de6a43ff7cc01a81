package errand.server.s3;

import errand.core.app.Answer;
import errand.core.app.Artifacts;
import errand.core.artifact.Artifact;
import errand.core.artifact.BucketName;
import errand.core.artifact.Label;
import errand.server.artifact.ArtifactStore;
import errand.server.http.Headers;
import errand.server.http.StreamedAnswer;
import errand.server.http.StreamedAnswer.Content;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Operations on one object. */
final class ObjectOperations {
  private static final List<String> NOT_SERVED =
      List.of(
          "acl",
          "tagging",
          "torrent",
          "retention",
          "legal-hold",
          "attributes",
          "restore",
          "select");

  private static final Map<String, String> OVERRIDES =
      Map.of(
          "response-content-type", "Content-Type",
          "response-content-disposition", "Content-Disposition",
          "response-content-encoding", "Content-Encoding",
          "response-content-language", "Content-Language",
          "response-cache-control", "Cache-Control",
          "response-expires", "Expires");

  private final Signatures signatures;

  ObjectOperations(Signatures signatures) {
    this.signatures = signatures;
  }

  StreamedAnswer answer(S3Call call) throws IOException {
    if (NOT_SERVED.stream().anyMatch(call::asks)) {
      throw new S3Exception(S3Error.NOT_IMPLEMENTED);
    }
    boolean inParts = call.asks("uploadId") || call.asks("uploads");
    if (inParts) {
      return new PartOperations(signatures).answer(call);
    }
    return switch (call.method()) {
      case "GET", "HEAD" -> get(call);
      case "PUT" -> call.header("x-amz-copy-source").isPresent() ? copy(call) : put(call);
      case "DELETE" -> delete(call);
      case "POST" -> post(call);
      default -> throw new S3Exception(S3Error.METHOD_NOT_ALLOWED);
    };
  }

  private StreamedAnswer get(S3Call call) {
    Artifact artifact =
        S3Replies.given(
            call.store().names().find(call.bucket(), call.key(), call.parameter("versionId")));
    if (call.signed().presigned() && !artifact.opensTo(call.signed().signedAt())) {
      throw new S3Exception(S3Error.ACCESS_DENIED, "The link was revoked.");
    }
    Conditions.requireToRead(call, artifact);
    Optional<ByteRange> range = range(call, artifact);
    StreamedAnswer answer = content(call, artifact, range);
    boolean checksum =
        range.isEmpty()
            && call.header("x-amz-checksum-mode").filter("ENABLED"::equalsIgnoreCase).isPresent();
    answer = Labels.with(answer, artifact, checksum);
    answer = answer.with("Accept-Ranges", "bytes");
    answer = answer.with("Last-Modified", S3Replies.httpTime(artifact.storedAt()));
    for (var header : headers(call, artifact).entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }

  private static Map<String, String> headers(S3Call call, Artifact artifact) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(artifact.label().headers());
    OVERRIDES.forEach(
        (parameter, name) ->
            call.parameter(parameter)
                .filter(value -> value.chars().allMatch(c -> c >= ' ' && c < 0x7f))
                .ifPresent(value -> headers.put(name, value)));
    return headers;
  }

  private static Optional<ByteRange> range(S3Call call, Artifact artifact) {
    if (call.number("partNumber", 1, 1, 10_000) > 1) {
      throw new S3Exception(S3Error.INVALID_RANGE, "The object is kept as one part.");
    }
    return call.header("Range")
        .filter(_ -> Conditions.rangeHolds(call, artifact))
        .flatMap(header -> ByteRange.parse(header, artifact.bytes()));
  }

  private static StreamedAnswer content(S3Call call, Artifact artifact, Optional<ByteRange> range) {
    long from = range.map(ByteRange::from).orElse(0L);
    long length = range.map(ByteRange::length).orElse(artifact.bytes());
    Content content =
        call.method().equals("HEAD")
            ? new Content.Told(length)
            : new Content.Part(call.store().file(artifact), from, length);
    var answer = new StreamedAnswer(range.isPresent() ? 206 : 200, Headers.NONE, content);
    return range.isPresent()
        ? answer.with("Content-Range", range.get().shown(artifact.bytes()))
        : answer;
  }

  private StreamedAnswer put(S3Call call) throws IOException {
    requireBucket(call);
    Map<String, String> headers = Labels.of(call);
    Bodies body = Bodies.of(call);
    try (var incoming = call.store().receive(body.algorithm())) {
      incoming.write(body.stream());
      var received = incoming.finish();
      body.check(received);
      signatures.require(headers, received.sha256());
      Artifact artifact =
          S3Replies.given(
              call.store()
                  .put(
                      call.bucket(),
                      call.key(),
                      new ArtifactStore.Arrival(incoming, received),
                      each -> Labels.label(headers, each, body.algorithm()),
                      there -> Conditions.mayWrite(call, there)));
      return Labels.with(S3Replies.empty(200), artifact, true);
    }
  }

  // Before a long body comes for nothing.
  static void requireBucket(S3Call call) {
    call.key();
    if (!call.store().names().has(call.bucket())) {
      throw new S3Exception(S3Error.NO_SUCH_BUCKET);
    }
  }

  private static StreamedAnswer copy(S3Call call) {
    String source = call.header("x-amz-copy-source").orElse("");
    int mark = source.lastIndexOf("?versionId=");
    String path = S3Call.decoded(mark < 0 ? source : source.substring(0, mark), false);
    Optional<String> version =
        mark < 0 ? Optional.empty() : Optional.of(source.substring(mark + "?versionId=".length()));
    int start = path.startsWith("/") ? 1 : 0;
    int slash = path.indexOf('/', start);
    if (slash < 0) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "x-amz-copy-source must be bucket/key.");
    }
    Artifact from =
        S3Replies.given(
            call.store()
                .names()
                .find(
                    BucketName.parse(path.substring(start, slash))
                        .orElseThrow(() -> new S3Exception(S3Error.INVALID_BUCKET_NAME)),
                    S3Call.key(path.substring(slash + 1)),
                    version));
    boolean replaced =
        call.header("x-amz-metadata-directive").filter("REPLACE"::equals).isPresent();
    Label label =
        replaced
            ? new Label(from.label().etag(), Labels.of(call), from.label().checksum())
            : from.label();
    Artifact made = S3Replies.given(call.store().copy(from, call.bucket(), call.key(), label));
    String root = "CopyObjectResult";
    return S3Replies.xml(
        Xml.of(root)
            .put("LastModified", S3Replies.time(made.storedAt()))
            .put("ETag", "\"" + made.label().etag() + "\""),
        root);
  }

  private static StreamedAnswer delete(S3Call call) {
    if (call.asks("versionId")) {
      throw new S3Exception(
          S3Error.NOT_IMPLEMENTED, "Versions are kept for those who fetch them, for a day.");
    }
    S3Replies.given(call.store().names().delete(call.bucket(), List.of(call.key())));
    return S3Replies.empty(204);
  }

  /** Ours: {@code POST /BUCKET/KEY?errand-revoke} ends all links to the object. */
  private static StreamedAnswer post(S3Call call) {
    if (!call.asks("errand-revoke")) {
      throw new S3Exception(S3Error.NOT_IMPLEMENTED);
    }
    Answer<Artifact, Artifacts.Refusal> revoked =
        call.store().names().revoke(call.bucket(), call.key());
    S3Replies.given(revoked);
    return S3Replies.empty(204);
  }
}
