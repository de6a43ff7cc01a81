package errand.server.s3;

import com.google.common.collect.Lists;
import errand.core.app.Artifacts;
import errand.core.app.Artifacts.Entry;
import errand.core.app.BucketRows;
import errand.core.app.Deed;
import errand.core.artifact.Artifact;
import errand.core.artifact.ObjectKey;
import errand.core.audit.AuditEntry;
import errand.server.artifact.Uploads;
import errand.server.http.StreamedAnswer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Operations on the service and on buckets. */
final class BucketOperations {
  private static final int KEYS_MAX = 1000;

  private BucketOperations() {}

  static StreamedAnswer ofService(S3Call call) {
    if (!call.method().equals("GET")) {
      throw new S3Exception(S3Error.METHOD_NOT_ALLOWED);
    }
    String root = "ListAllMyBucketsResult";
    Xml xml = Xml.of(root).open("Owner");
    xml.put("ID", call.signed().key().account()).close("Owner").open("Buckets");
    for (BucketRows.Bucket each : call.store().names().buckets()) {
      xml.open("Bucket")
          .put("Name", each.name().text())
          .put("CreationDate", S3Replies.time(each.madeAt()))
          .close("Bucket");
    }
    return S3Replies.xml(xml.close("Buckets"), root);
  }

  static StreamedAnswer ofBucket(S3Call call) throws IOException {
    Artifacts names = call.store().names();
    return switch (call.method()) {
      case "PUT" -> put(call);
      case "DELETE" -> {
        plain(call);
        S3Replies.given(names.drop(call.bucket()));
        yield S3Replies.empty(204);
      }
      case "HEAD" -> {
        require(call);
        yield S3Replies.empty(200).with("x-amz-bucket-region", call.signed().region());
      }
      case "GET" -> get(call);
      case "POST" -> post(call);
      default -> throw new S3Exception(S3Error.METHOD_NOT_ALLOWED);
    };
  }

  private static void require(S3Call call) {
    if (!call.store().names().has(call.bucket())) {
      throw new S3Exception(S3Error.NO_SUCH_BUCKET);
    }
  }

  // A sub-resource that is not served must not be taken for the bucket itself.
  private static void plain(S3Call call) {
    for (String name : call.query().keySet()) {
      if (!name.startsWith("X-Amz-") && !name.equals("x-id")) {
        throw new S3Exception(S3Error.NOT_IMPLEMENTED);
      }
    }
  }

  private static StreamedAnswer put(S3Call call) {
    plain(call);
    S3Replies.given(call.store().names().make(call.bucket()));
    return S3Replies.empty(200).with("Location", "/" + call.bucket());
  }

  private static StreamedAnswer get(S3Call call) throws IOException {
    if (call.asks("location")) {
      require(call);
      String root = "LocationConstraint";
      return S3Replies.xml(Xml.of(root), root);
    }
    if (call.asks("versioning")) {
      require(call);
      String root = "VersioningConfiguration";
      return S3Replies.xml(Xml.of(root), root);
    }
    if (call.asks("uploads")) {
      require(call);
      return uploads(call);
    }
    for (String each :
        List.of(
            "acl",
            "policy",
            "tagging",
            "versions",
            "cors",
            "lifecycle",
            "encryption",
            "object-lock",
            "policyStatus",
            "publicAccessBlock",
            "ownershipControls",
            "website",
            "logging",
            "notification",
            "replication",
            "requestPayment",
            "accelerate",
            "analytics",
            "metrics",
            "inventory",
            "intelligent-tiering")) {
      if (call.asks(each)) {
        throw new S3Exception(S3Error.NOT_IMPLEMENTED);
      }
    }
    return call.parameter("list-type").filter("2"::equals).isPresent()
        ? list(call)
        : listOldWay(call);
  }

  private static Artifacts.Found found(S3Call call, String after) {
    int limit = Math.min(KEYS_MAX, call.number("max-keys", KEYS_MAX, 0, Integer.MAX_VALUE));
    return S3Replies.given(
        call.store()
            .names()
            .list(
                new Artifacts.Search(
                    call.bucket(),
                    call.parameter("prefix").orElse(""),
                    call.parameter("delimiter").orElse(""),
                    after,
                    limit)));
  }

  private static StreamedAnswer list(S3Call call) {
    Optional<String> token = call.parameter("continuation-token");
    String after =
        token.map(BucketOperations::mark).or(() -> call.parameter("start-after")).orElse("");
    Artifacts.Found found = found(call, after);
    String root = "ListBucketResult";
    Xml xml = begun(call, root, found);
    xml.put("KeyCount", found.entries().size());
    xml.put("ContinuationToken", token);
    xml.put("StartAfter", call.parameter("start-after").map(each -> shown(call, each)));
    if (found.more()) {
      xml.put("NextContinuationToken", token(found.entries().getLast().mark()));
    }
    entries(call, xml, found);
    return S3Replies.xml(xml, root);
  }

  private static StreamedAnswer listOldWay(S3Call call) {
    String marker = call.parameter("marker").orElse("");
    Artifacts.Found found = found(call, marker);
    String root = "ListBucketResult";
    Xml xml = begun(call, root, found).put("Marker", shown(call, marker));
    if (found.more()) {
      xml.put("NextMarker", shown(call, found.entries().getLast().mark()));
    }
    entries(call, xml, found);
    return S3Replies.xml(xml, root);
  }

  private static Xml begun(S3Call call, String root, Artifacts.Found found) {
    return Xml.of(root)
        .put("Name", call.bucket().text())
        .put("Prefix", shown(call, call.parameter("prefix").orElse("")))
        .put("Delimiter", call.parameter("delimiter").map(each -> shown(call, each)))
        .put("MaxKeys", Math.min(KEYS_MAX, call.number("max-keys", KEYS_MAX, 0, Integer.MAX_VALUE)))
        .put("EncodingType", call.parameter("encoding-type"))
        .put("IsTruncated", found.more());
  }

  private static void entries(S3Call call, Xml xml, Artifacts.Found found) {
    for (Entry entry : found.entries()) {
      switch (entry) {
        case Entry.One(Artifact artifact) ->
            xml.open("Contents")
                .put("Key", shown(call, artifact.key().text()))
                .put("LastModified", S3Replies.time(artifact.storedAt()))
                .put("ETag", "\"" + artifact.label().etag() + "\"")
                .put(
                    "ChecksumAlgorithm",
                    artifact
                        .label()
                        .checksum()
                        .map(each -> each.algorithm().toUpperCase(Locale.ROOT)))
                .put("Size", artifact.bytes())
                .put("StorageClass", "STANDARD")
                .close("Contents");
        case Entry.Common(String prefix) ->
            xml.open("CommonPrefixes").put("Prefix", shown(call, prefix)).close("CommonPrefixes");
      }
    }
  }

  private static String shown(S3Call call, String text) {
    return call.parameter("encoding-type").filter("url"::equals).isPresent()
        ? URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/").replace("*", "%2A")
        : text;
  }

  private static String token(String mark) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(mark.getBytes(StandardCharsets.UTF_8));
  }

  private static String mark(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException damaged) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, "The continuation token provided is incorrect.");
    }
  }

  private static StreamedAnswer uploads(S3Call call) throws IOException {
    String root = "ListMultipartUploadsResult";
    String prefix = call.parameter("prefix").orElse("");
    Xml xml =
        Xml.of(root)
            .put("Bucket", call.bucket().text())
            .put("KeyMarker", "")
            .put("UploadIdMarker", "")
            .put("MaxUploads", KEYS_MAX)
            .put("IsTruncated", false);
    for (Uploads.Upload each : call.store().uploads().all(call.bucket())) {
      if (each.key().text().startsWith(prefix)) {
        xml.open("Upload")
            .put("Key", shown(call, each.key().text()))
            .put("UploadId", each.id())
            .put("StorageClass", "STANDARD")
            .put("Initiated", S3Replies.time(each.begunAt()))
            .close("Upload");
      }
    }
    return S3Replies.xml(xml, root);
  }

  private static StreamedAnswer post(S3Call call) throws IOException {
    if (!call.asks("delete")) {
      throw new S3Exception(S3Error.NOT_IMPLEMENTED);
    }
    XmlReader.Read asked = XmlReader.read(Bodies.small(call), "Delete", "Object");
    if (asked.elements().isEmpty() || asked.elements().size() > KEYS_MAX) {
      throw new S3Exception(S3Error.MALFORMED_XML);
    }
    var keys = new ArrayList<ObjectKey>();
    for (var each : asked.elements()) {
      Unserved.refuse(each);
      keys.add(S3Call.key(Optional.ofNullable(each.get("Key")).orElse("")));
    }
    deleteNoted(call, keys);
    String root = "DeleteResult";
    Xml xml = Xml.of(root);
    if (!"true".equals(asked.members().get("Quiet"))) {
      keys.forEach(key -> xml.open("Deleted").put("Key", key.text()).close("Deleted"));
    }
    return S3Replies.xml(xml, root);
  }

  // In handfuls, so that the record names every one; S3 does not promise all or nothing either.
  private static void deleteNoted(S3Call call, List<ObjectKey> keys) {
    for (List<ObjectKey> some : Lists.partition(keys, AuditEntry.RESOURCES_MAX)) {
      var named = some.stream().map(key -> "s3://" + call.bucket() + "/" + key).toList();
      S3Replies.given(
          Deed.doing(
              "s3:DeleteObjects", named, () -> call.store().names().delete(call.bucket(), some)));
    }
  }
}
