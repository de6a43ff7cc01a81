package errand.server.identity;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes {@code access-keys.json}:
 *
 * <pre>{@code
 * {"keys": [{"accessKeyId": "AKIA…", "secretAccessKey": "…",
 *            "account": "123456789012", "role": "admin",
 *            "status": "disabled", "createdAt": "2027-01-01T00:00:00Z", "note": "…"}]}
 * }</pre>
 *
 * The last three may be missing: the key is active then.
 */
final class AccessKeyFile {
  static final String NAME = "access-keys.json";
  static final int KEYS_MAX = 1000;

  private static final String ACTIVE = "active";
  private static final String DISABLED = "disabled";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private AccessKeyFile() {}

  static void write(Path file, List<KeyEntry> keys) {
    var list = JSON.createArrayNode();
    for (var entry : keys) {
      var key = entry.key();
      var node =
          list.addObject()
              .put("accessKeyId", key.id())
              .put("secretAccessKey", key.secret())
              .put("account", key.account())
              .put("role", key.role().text())
              .put("status", entry.active() ? ACTIVE : DISABLED);
      entry.createdAt().ifPresent(at -> node.put("createdAt", at.toString()));
      if (!entry.note().isEmpty()) {
        node.put("note", entry.note());
      }
    }
    var root = JSON.createObjectNode().set("keys", list);
    var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    OwnerOnlyFiles.write(file, text);
  }

  /** The keys by id; a damaged file is an {@link IdentityException} that never quotes a secret. */
  static Map<String, KeyEntry> read(Path file) {
    var content = OwnerOnlyFiles.read(file);
    try {
      var keys = new LinkedHashMap<String, KeyEntry>();
      for (var node : entries(file, JSON.readTree(content))) {
        var entry = entry(file, node);
        if (keys.put(entry.key().id(), entry) != null) {
          throw damaged(file, "the key " + entry.key().id() + " is there twice");
        }
      }
      return Collections.unmodifiableMap(keys);
    } catch (JacksonException e) {
      // Without the cause: its message quotes the source, which holds secrets.
      var at = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw damaged(file, "not JSON" + at);
    }
  }

  private static List<JsonNode> entries(Path file, JsonNode root) {
    var list = root.path("keys");
    if (!list.isArray() || list.size() > KEYS_MAX) {
      throw damaged(file, "expected a list named keys with at most " + KEYS_MAX + " entries");
    }
    var entries = new ArrayList<JsonNode>();
    list.forEach(entries::add);
    return entries;
  }

  private static KeyEntry entry(Path file, JsonNode node) {
    var key = key(file, node);
    var status = optional(file, node, "status").orElse(ACTIVE);
    if (!status.equals(ACTIVE) && !status.equals(DISABLED)) {
      throw damaged(file, "the status of " + key.id() + " is neither active nor disabled");
    }
    try {
      return new KeyEntry(
          key,
          status.equals(ACTIVE),
          optional(file, node, "createdAt").map(Instant::parse),
          optional(file, node, "note").orElse(""));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw damaged(file, "the creation time or the note of " + key.id() + " is none");
    }
  }

  private static Optional<String> optional(Path file, JsonNode node, String name) {
    return node.has(name) ? Optional.of(text(file, node, name)) : Optional.empty();
  }

  private static AccessKey key(Path file, JsonNode entry) {
    var role = Role.parse(text(file, entry, "role"));
    if (role.isEmpty()) {
      throw damaged(file, "a role is one of admin, operator, read-only");
    }
    try {
      return new AccessKey(
          text(file, entry, "accessKeyId"),
          text(file, entry, "secretAccessKey"),
          text(file, entry, "account"),
          role.get());
    } catch (IllegalArgumentException e) {
      throw damaged(file, e.getMessage() == null ? "a bad entry" : e.getMessage());
    }
  }

  private static String text(Path file, JsonNode entry, String name) {
    var value = entry.path(name);
    if (!value.isString()) {
      throw damaged(file, "an entry without the text member " + name);
    }
    return value.stringValue();
  }

  private static IdentityException damaged(Path file, String what) {
    return new IdentityException(
        "damaged identity file "
            + file
            + ": "
            + what
            + ". Correct it, or remove it and start"
            + " again: a new key pair is made then and the old keys stop working.");
  }
}
