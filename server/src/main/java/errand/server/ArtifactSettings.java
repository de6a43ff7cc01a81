package errand.server;

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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the files that the options about artifacts name. */
final class ArtifactSettings {
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
        Json.parse(text(file))
            .filter(JsonNode::isArray)
            .orElseThrow(() -> new IllegalArgumentException(file + " holds no JSON list"));
    var storages = new ArrayList<Storage>();
    for (JsonNode each : list.values()) {
      var buckets = new ArrayList<String>();
      each.path("buckets").values().forEach(name -> buckets.add(name.asString("")));
      var by =
          new Presigner.By(
              member(file, each, "accessKeyId"),
              member(file, each, "secretAccessKey"),
              each.path("region").asString(Config.REGION));
      storages.add(new Storage(member(file, each, "endpoint").replaceAll("/+$", ""), by, buckets));
    }
    return storages;
  }

  private static String member(Path file, JsonNode storage, String name) {
    String value = storage.path(name).asString("");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a storage in " + file + " has no " + name);
    }
    return value;
  }

  static PublicKey key(Path file) {
    String base64 =
        text(file)
            .replaceFirst("(?s).*-----BEGIN PUBLIC KEY-----", "")
            .replaceFirst("(?s)-----END PUBLIC KEY-----.*", "");
    for (String algorithm : List.of("Ed25519", "EC")) {
      try {
        var spec = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        return KeyFactory.getInstance(algorithm).generatePublic(spec);
      } catch (InvalidKeySpecException | IllegalArgumentException another) {
        continue;
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException("this JDK has no " + algorithm, impossible);
      }
    }
    throw new IllegalArgumentException(file + " holds no public key, Ed25519 or ECDSA, in PEM");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + file, failure);
    }
  }
}
