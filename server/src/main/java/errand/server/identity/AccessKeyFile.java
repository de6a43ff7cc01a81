package errand.server.identity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes {@code access-keys.json}:
 *
 * <pre>{@code
 * {"keys": [{"accessKeyId": "AKIA…", "secretAccessKey": "…",
 *            "account": "123456789012", "role": "admin"}]}
 * }</pre>
 */
final class AccessKeyFile {
  static final int KEYS_MAX = 1000;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private AccessKeyFile() {}

  static void write(Path file, List<AccessKey> keys) {
    var list = JSON.createArrayNode();
    for (var key : keys) {
      list.addObject()
          .put("accessKeyId", key.id())
          .put("secretAccessKey", key.secret())
          .put("account", key.account())
          .put("role", key.role().text());
    }
    var root = JSON.createObjectNode().set("keys", list);
    var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    OwnerOnlyFiles.write(file, text);
  }

  /** The keys by id; a damaged file is an {@link IdentityException} that never quotes a secret. */
  static Map<String, AccessKey> read(Path file) {
    var content = OwnerOnlyFiles.read(file);
    try {
      var keys = new LinkedHashMap<String, AccessKey>();
      for (var entry : entries(file, JSON.readTree(content))) {
        var key = key(file, entry);
        if (keys.put(key.id(), key) != null) {
          throw damaged(file, "the key " + key.id() + " is there twice");
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
