package errand.server.s3;

import errand.core.artifact.Artifact;
import errand.core.artifact.Label;
import errand.server.artifact.ArtifactStore;
import errand.server.artifact.ChecksumAlgorithm;
import errand.server.artifact.Received;
import errand.server.artifact.Uploads;
import errand.server.artifact.Uploads.Part;
import errand.server.artifact.Uploads.Upload;
import errand.server.http.StreamedAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Uploads in parts. */
final class PartOperations {
  /** Smallest part but the last, as in S3. */
  private static final long PART_BYTES_MIN = 5L * 1024 * 1024;

  private final Signatures signatures;

  PartOperations(Signatures signatures) {
    this.signatures = signatures;
  }

  StreamedAnswer answer(S3Call call) throws IOException {
    if (call.asks("uploads")) {
      return begin(call);
    }
    return switch (call.method()) {
      case "PUT" -> put(call, upload(call));
      case "POST" -> complete(call, upload(call));
      case "GET" -> list(call, upload(call));
      case "DELETE" -> {
        call.store().uploads().end(upload(call));
        yield S3Replies.empty(204);
      }
      default -> throw new S3Exception(S3Error.METHOD_NOT_ALLOWED);
    };
  }

  private static Upload upload(S3Call call) throws IOException {
    return call.store()
        .uploads()
        .find(call.parameter("uploadId").orElse(""))
        .filter(each -> each.bucket().equals(call.bucket()) && each.key().equals(call.key()))
        .orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_UPLOAD));
  }

  private static StreamedAnswer begin(S3Call call) throws IOException {
    if (!call.method().equals("POST")) {
      throw new S3Exception(S3Error.METHOD_NOT_ALLOWED);
    }
    ObjectOperations.requireBucket(call);
    Optional<ChecksumAlgorithm> algorithm =
        call.header("x-amz-checksum-algorithm").flatMap(ChecksumAlgorithm::parse);
    boolean whole =
        call.header("x-amz-checksum-type")
            .map("FULL_OBJECT"::equalsIgnoreCase)
            .orElseGet(() -> algorithm.filter(ChecksumAlgorithm::wholeByDefault).isPresent());
    Upload upload =
        call.store()
            .uploads()
            .begin(
                call.bucket(), call.key(), Labels.of(call), algorithm, whole, call.store().now());
    String root = "InitiateMultipartUploadResult";
    StreamedAnswer answer =
        S3Replies.xml(
            Xml.of(root)
                .put("Bucket", call.bucket().text())
                .put("Key", call.key().text())
                .put("UploadId", upload.id()),
            root);
    return algorithm
        .map(
            each ->
                answer
                    .with("x-amz-checksum-algorithm", each.name())
                    .with("x-amz-checksum-type", whole ? "FULL_OBJECT" : "COMPOSITE"))
        .orElse(answer);
  }

  private static StreamedAnswer put(S3Call call, Upload upload) throws IOException {
    if (call.header("x-amz-copy-source").isPresent()) {
      throw new S3Exception(S3Error.NOT_IMPLEMENTED);
    }
    int number = call.number("partNumber", 0, 1, Uploads.PARTS_MAX);
    if (number == 0) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "partNumber is missing.");
    }
    Bodies body = Bodies.of(call);
    // What the upload was begun with counts: the parts' checksums are put together in the end.
    Optional<ChecksumAlgorithm> algorithm = upload.checksum().or(body::algorithm);
    if (body.algorithm().isPresent() && !algorithm.equals(body.algorithm())) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "The checksum is not of the type that the upload was begun with.");
    }
    try (var incoming = call.store().receive(algorithm)) {
      incoming.write(body.stream());
      Received received = incoming.finish();
      body.check(received);
      Part part =
          call.store()
              .uploads()
              .keep(
                  upload,
                  number,
                  new ArtifactStore.Arrival(incoming, received),
                  call.store().now());
      StreamedAnswer answer = S3Replies.empty(200).with("ETag", "\"" + part.etag() + "\"");
      return algorithm
          .map(each -> answer.with("x-amz-checksum-" + each.text(), part.checksum().orElseThrow()))
          .orElse(answer);
    }
  }

  private static StreamedAnswer list(S3Call call, Upload upload) throws IOException {
    int limit = Math.min(1000, call.number("max-parts", 1000, 0, Integer.MAX_VALUE));
    int after = call.number("part-number-marker", 0, 0, Integer.MAX_VALUE);
    List<Part> rest =
        call.store().uploads().parts(upload).stream()
            .filter(each -> each.number() > after)
            .toList();
    List<Part> page = rest.subList(0, Math.min(limit, rest.size()));
    String root = "ListPartsResult";
    Xml xml =
        Xml.of(root)
            .put("Bucket", call.bucket().text())
            .put("Key", call.key().text())
            .put("UploadId", upload.id())
            .put("PartNumberMarker", after)
            .put("NextPartNumberMarker", page.isEmpty() ? 0 : page.getLast().number())
            .put("MaxParts", limit)
            .put("IsTruncated", page.size() < rest.size())
            .put("StorageClass", "STANDARD");
    for (Part part : page) {
      xml.open("Part")
          .put("PartNumber", part.number())
          .put("LastModified", S3Replies.time(part.storedAt()))
          .put("ETag", "\"" + part.etag() + "\"")
          .put("Size", part.bytes());
      upload.checksum().ifPresent(each -> xml.put(tag(each), part.checksum()));
      xml.close("Part");
    }
    return S3Replies.xml(xml, root);
  }

  private static String tag(ChecksumAlgorithm algorithm) {
    return "Checksum" + algorithm.name();
  }

  private StreamedAnswer complete(S3Call call, Upload upload) throws IOException {
    List<Part> parts =
        chosen(
            XmlReader.read(Bodies.small(call), "CompleteMultipartUpload", "Part").elements(),
            call.store().uploads().parts(upload),
            upload);
    Optional<ChecksumAlgorithm> whole = upload.checksum().filter(_ -> upload.whole());
    try (var incoming = call.store().receive(whole)) {
      incoming.write(call.store().uploads().open(upload, parts));
      Received received = incoming.finish();
      signatures.require(upload.headers(), received.sha256());
      Label label = label(upload, parts, received);
      requireChecksum(call, upload, label);
      Artifact made =
          S3Replies.given(
              call.store()
                  .put(
                      upload.bucket(),
                      upload.key(),
                      new ArtifactStore.Arrival(incoming, received),
                      _ -> label,
                      there -> Conditions.mayWrite(call, there)));
      call.store().uploads().end(upload);
      return made(made);
    }
  }

  private static void requireChecksum(S3Call call, Upload upload, Label label) {
    Optional<String> promised =
        upload.checksum().flatMap(each -> call.header("x-amz-checksum-" + each.text()));
    boolean other =
        promised.isPresent()
            && label.checksum().filter(each -> each.value().equals(promised.get())).isEmpty();
    if (other) {
      throw new S3Exception(S3Error.BAD_DIGEST);
    }
  }

  private static Label label(Upload upload, List<Part> parts, Received received) {
    Optional<Label.Checksum> checksum =
        upload
            .checksum()
            .map(
                each ->
                    new Label.Checksum(
                        each.text(),
                        upload.whole()
                            ? received.checksumText().orElseThrow()
                            : Uploads.composite(each, parts),
                        !upload.whole()));
    return new Label(Uploads.etag(parts), upload.headers(), checksum);
  }

  private static StreamedAnswer made(Artifact made) {
    String root = "CompleteMultipartUploadResult";
    Xml xml =
        Xml.of(root)
            .put("Location", "/" + made.bucket() + "/" + made.key())
            .put("Bucket", made.bucket().text())
            .put("Key", made.key().text())
            .put("ETag", "\"" + made.label().etag() + "\"");
    made.label()
        .checksum()
        .ifPresent(
            each ->
                xml.put("Checksum" + each.algorithm().toUpperCase(Locale.ROOT), each.value())
                    .put("ChecksumType", each.composite() ? "COMPOSITE" : "FULL_OBJECT"));
    return S3Replies.xml(xml, root).with("x-amz-version-id", made.sha256());
  }

  private static List<Part> chosen(
      List<Map<String, String>> asked, List<Part> there, Upload upload) {
    if (asked.isEmpty() || asked.size() > Uploads.PARTS_MAX) {
      throw new S3Exception(S3Error.MALFORMED_XML);
    }
    var parts = new ArrayList<Part>();
    for (Map<String, String> each : asked) {
      Part part = find(each, there, upload);
      if (!parts.isEmpty() && part.number() <= parts.getLast().number()) {
        throw new S3Exception(S3Error.INVALID_PART_ORDER);
      }
      parts.add(part);
    }
    boolean small =
        parts.subList(0, parts.size() - 1).stream().anyMatch(each -> each.bytes() < PART_BYTES_MIN);
    if (small) {
      throw new S3Exception(S3Error.ENTITY_TOO_SMALL);
    }
    return parts;
  }

  private static Part find(Map<String, String> asked, List<Part> there, Upload upload) {
    String number = asked.getOrDefault("PartNumber", "");
    String etag = asked.getOrDefault("ETag", "").replace("\"", "");
    if (!number.matches("[0-9]{1,5}")) {
      throw new S3Exception(S3Error.MALFORMED_XML);
    }
    Optional<String> checksum =
        upload.checksum().flatMap(each -> Optional.ofNullable(asked.get(tag(each))));
    return there.stream()
        .filter(each -> each.number() == Integer.parseInt(number) && each.etag().equals(etag))
        .filter(each -> checksum.isEmpty() || checksum.equals(each.checksum()))
        .findFirst()
        .orElseThrow(() -> new S3Exception(S3Error.INVALID_PART));
  }
}
