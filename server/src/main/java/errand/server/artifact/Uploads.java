package errand.server.artifact;

import com.google.common.collect.Iterators;
import errand.core.artifact.BucketName;
import errand.core.artifact.ObjectKey;
import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Uploads in parts, each a folder that outlives restarts: what it is for, and the parts that are
 * whole. A part that comes again takes the other's place.
 *
 * <pre>
 *   FOLDER/uploads/ID/upload.json
 *   FOLDER/uploads/ID/00001       a part
 *   FOLDER/uploads/ID/00001.json  what it was found to be, written after the part
 * </pre>
 */
public final class Uploads {
  /** Highest number of a part. */
  public static final int PARTS_MAX = 10_000;

  /** How long an upload that goes on for no more is kept. */
  static final Duration KEPT = Duration.ofDays(7);

  private static final String ABOUT = "upload.json";
  private static final String JSON = ".json";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final Path folder;
  private final Contents contents;

  private Uploads(Path folder, Contents contents) {
    this.folder = folder;
    this.contents = contents;
  }

  static Uploads open(Path parent, Contents contents) {
    Path folder = parent.resolve("uploads");
    try {
      Files.createDirectories(folder);
      removeHeadless(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot open the uploads in " + folder, failure);
    }
    return new Uploads(folder, contents);
  }

  // A crash while an upload began or ended leaves parts of none. Nobody begins another yet.
  private static void removeHeadless(Path folder) throws IOException {
    for (Path each : Contents.list(folder)) {
      if (!Files.exists(each.resolve(ABOUT))) {
        removeAll(each);
      }
    }
  }

  private static void removeAll(Path place) throws IOException {
    for (Path each : Contents.list(place)) {
      Files.deleteIfExists(each);
    }
    Files.deleteIfExists(place);
  }

  /**
   * An upload going on.
   *
   * @param headers what the object will be labelled with
   * @param checksum of each part
   * @param whole whether the checksum will be that of the whole, not one of the parts' checksums
   */
  public record Upload(
      String id,
      BucketName bucket,
      ObjectKey key,
      Map<String, String> headers,
      Optional<ChecksumAlgorithm> checksum,
      boolean whole,
      Instant begunAt) {}

  /** A part that is whole; digests in hexadecimal digits and base64, as S3 tells them. */
  public record Part(
      int number, long bytes, String etag, Optional<String> checksum, Instant storedAt) {}

  /** Begins an upload; the id is made here. */
  public Upload begin(
      BucketName bucket,
      ObjectKey key,
      Map<String, String> headers,
      Optional<ChecksumAlgorithm> checksum,
      boolean whole,
      Instant now)
      throws IOException {
    var upload = new Upload(contents.randomName(), bucket, key, headers, checksum, whole, now);
    Path place = folder.resolve(upload.id());
    Files.createDirectory(place);
    ObjectNode about =
        Json.object()
            .put("bucket", bucket.text())
            .put("key", key.text())
            .put("checksum", checksum.map(ChecksumAlgorithm::text).orElse(""))
            .put("whole", whole)
            .put("begunAt", now.toEpochMilli());
    ObjectNode labels = about.putObject("headers");
    headers.forEach(labels::put);
    write(place.resolve(ABOUT), about);
    return upload;
  }

  private static void write(Path file, ObjectNode node) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, Json.bytes(node));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Optional<JsonNode> read(Path file) throws IOException {
    try {
      return Json.parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /** The upload with this id, if it goes on. */
  public Optional<Upload> find(String id) throws IOException {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    return read(folder.resolve(id).resolve(ABOUT)).map(about -> upload(id, about));
  }

  private static Upload upload(String id, JsonNode about) {
    var headers = new LinkedHashMap<String, String>();
    about
        .path("headers")
        .properties()
        .forEach(each -> headers.put(each.getKey(), each.getValue().asString()));
    return new Upload(
        id,
        new BucketName(about.path("bucket").asString()),
        new ObjectKey(about.path("key").asString()),
        headers,
        ChecksumAlgorithm.parse(about.path("checksum").asString()),
        about.path("whole").asBoolean(),
        Instant.ofEpochMilli(about.path("begunAt").asLong()));
  }

  /** All uploads going on for a bucket, in the order of their keys and beginnings. */
  public List<Upload> all(BucketName bucket) throws IOException {
    var found = new ArrayList<Upload>();
    for (Path each : Contents.list(folder)) {
      find(String.valueOf(each.getFileName()))
          .filter(upload -> upload.bucket().equals(bucket))
          .ifPresent(found::add);
    }
    found.sort(
        Comparator.comparing((Upload each) -> each.key().text()).thenComparing(Upload::begunAt));
    return found;
  }

  /** Keeps a part that was received whole. */
  public Part keep(Upload upload, int number, ArtifactStore.Arrival arrival, Instant now)
      throws IOException {
    Received received = arrival.received();
    var part = new Part(number, received.bytes(), received.etag(), received.checksumText(), now);
    Path file = file(upload, number);
    Files.deleteIfExists(about(file));
    Files.move(
        arrival.incoming().file(),
        file,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    write(
        about(file),
        Json.object()
            .put("bytes", part.bytes())
            .put("etag", part.etag())
            .put("checksum", part.checksum().orElse(""))
            .put("storedAt", now.toEpochMilli()));
    return part;
  }

  private Path file(Upload upload, int number) {
    return folder.resolve(upload.id()).resolve("%05d".formatted(number));
  }

  private static Path about(Path file) {
    return file.resolveSibling(file.getFileName() + JSON);
  }

  /** The parts that are whole, by number. */
  public List<Part> parts(Upload upload) throws IOException {
    var parts = new ArrayList<Part>();
    for (Path each : Contents.list(folder.resolve(upload.id()))) {
      String name = String.valueOf(each.getFileName());
      if (name.matches("[0-9]{5}")) {
        read(about(each)).map(about -> part(Integer.parseInt(name), about)).ifPresent(parts::add);
      }
    }
    return parts;
  }

  private static Part part(int number, JsonNode about) {
    return new Part(
        number,
        about.path("bytes").asLong(),
        about.path("etag").asString(),
        Optional.of(about.path("checksum").asString()).filter(text -> !text.isEmpty()),
        Instant.ofEpochMilli(about.path("storedAt").asLong()));
  }

  /** The parts one behind the other. */
  public InputStream open(Upload upload, List<Part> parts) {
    Iterator<InputStream> streams =
        parts.stream().map(part -> stream(file(upload, part.number()))).iterator();
    return new SequenceInputStream(Iterators.asEnumeration(streams));
  }

  private static InputStream stream(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** S3's tag of an object that came in parts. */
  public static String etag(List<Part> parts) {
    var md5 = ChecksumAlgorithm.digest("MD5");
    for (Part part : parts) {
      byte[] each = HexFormat.of().parseHex(part.etag());
      md5.update(each, 0, each.length);
    }
    return HexFormat.of().formatHex(md5.value()) + "-" + parts.size();
  }

  /** The checksum of the parts' checksums. */
  public static String composite(ChecksumAlgorithm algorithm, List<Part> parts) {
    var sum = algorithm.begin();
    for (Part part : parts) {
      byte[] each = Base64.getDecoder().decode(part.checksum().orElse(""));
      sum.update(each, 0, each.length);
    }
    return Base64.getEncoder().encodeToString(sum.value()) + "-" + parts.size();
  }

  /** Gives an upload up, or forgets one that is done; its parts are gone. */
  public void end(Upload upload) throws IOException {
    Path place = folder.resolve(upload.id());
    Files.deleteIfExists(place.resolve(ABOUT)); // First: from here on there is no such upload.
    removeAll(place);
  }

  void abortOlderThan(Instant before) throws IOException {
    for (Path each : Contents.list(folder)) {
      Optional<Upload> upload = find(String.valueOf(each.getFileName()));
      if (upload.filter(found -> found.begunAt().isBefore(before)).isPresent()) {
        end(upload.get());
      }
    }
  }
}
