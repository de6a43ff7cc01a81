package errand.server;

import errand.core.artifact.BucketName;
import errand.core.fleet.policy.AddressRange;
import errand.server.cli.Starter;
import errand.server.fetch.Fetcher;
import errand.server.identity.Presigner;
import errand.server.s3.Storage;
import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the files that the options about artifacts name. */
final class ArtifactSettings {
  private static final List<String> MEMBERS =
      List.of("endpoint", "region", "accessKeyId", "secretAccessKey", "buckets");
  private static final Pattern ORIGIN =
      Pattern.compile("https?://(?:[a-z0-9._-]+|\\[[0-9a-f:]+])(?::[0-9]{1,5})?");
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

  private ArtifactSettings() {}

  static Config.Artifacts read(Starter.Artifacts options) {
    var fetching =
        new Fetcher.Settings(
            options.allowed().stream().map(ArtifactSettings::range).toList(),
            Fetcher.Settings.USUAL.trust(),
            Fetcher.Settings.USUAL.patience());
    return new Config.Artifacts(
        options.storages().map(ArtifactSettings::storages).orElse(List.of()),
        options.signers().stream().map(ArtifactSettings::key).toList(),
        fetching);
  }

  private static AddressRange range(String text) {
    return AddressRange.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--fetch-allow takes an address or a range such as 10.1.0.0/16, not " + text));
  }

  static List<Storage> storages(Path file) {
    JsonNode list =
        Json.parseUnambiguous(text(file))
            .filter(JsonNode::isArray)
            .orElseThrow(() -> new IllegalArgumentException(file + " holds no JSON list"));
    return list.values().stream().map(each -> storage(file, each)).toList();
  }

  private static Storage storage(Path file, JsonNode storage) {
    if (!storage.isObject()) {
      throw new IllegalArgumentException(file + " must hold a list of JSON objects");
    }
    // A misspelt member would send devices elsewhere, or nowhere, without a word.
    for (String name : storage.propertyNames()) {
      if (!MEMBERS.contains(name)) {
        throw new IllegalArgumentException(
            "a storage in %s has an unknown member %s; there are %s"
                .formatted(file, name, String.join(", ", MEMBERS)));
      }
    }
    String region = storage.has("region") ? member(file, storage, "region") : Config.REGION;
    var by =
        new Presigner.By(
            member(file, storage, "accessKeyId"), member(file, storage, "secretAccessKey"), region);
    return new Storage(origin(file, member(file, storage, "endpoint")), by, buckets(file, storage));
  }

  private static String member(Path file, JsonNode storage, String name) {
    String value = storage.path(name).isString() ? storage.path(name).asString() : "";
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a storage in " + file + " has no " + name);
    }
    return value;
  }

  // The endpoint itself is not shown: it may hold a password that does not belong there.
  private static String origin(Path file, String endpoint) {
    String origin = endpoint.replaceAll("/+$", "");
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException(
          "an endpoint in " + file + " is not of the form https://HOST[:PORT], in lower case");
    }
    return origin;
  }

  private static List<String> buckets(Path file, JsonNode storage) {
    JsonNode buckets = storage.path("buckets");
    boolean fit =
        buckets.isMissingNode()
            || (buckets.isArray()
                && buckets.values().stream()
                    .allMatch(
                        each -> each.isString() && BucketName.parse(each.asString()).isPresent()));
    if (!fit) {
      throw new IllegalArgumentException(
          "buckets of a storage in " + file + " must be a list of names of buckets");
    }
    return buckets.values().stream().map(JsonNode::asString).toList();
  }

  static PublicKey key(Path file) {
    Matcher pem = PEM.matcher(text(file));
    return Optional.of(pem)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .filter(_ -> !pem.find())
        .flatMap(ArtifactSettings::decoded)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file + " must hold one public key, Ed25519 or ECDSA, in PEM"));
  }

  private static Optional<PublicKey> decoded(String base64) {
    for (String algorithm : List.of("Ed25519", "EC")) {
      try {
        var spec = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(spec));
      } catch (InvalidKeySpecException | IllegalArgumentException _) {
        // Then it may be of the next one.
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException("this JDK has no " + algorithm, impossible);
      }
    }
    return Optional.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + file, failure);
    }
  }
}
