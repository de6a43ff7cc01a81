package errand.server.conformance.support;

import errand.server.identity.AccessKey;
import errand.server.identity.AccessKeys;
import errand.server.identity.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** A server's file of access keys, as an operator edits it; the server looks once a second. */
public record KeyFile(Path file) {
  public static KeyFile of(Path data) {
    return new KeyFile(data.resolve("identity").resolve("access-keys.json"));
  }

  /** Adds a key, which counts from the server's next look on. */
  public AccessKey add(Role role) {
    return add("000000000000", role);
  }

  /** The same for an account, which comes to be by the key's first use. */
  public AccessKey add(String account, Role role) {
    var key = AccessKeys.newKey(account, role);
    edit(
        keys ->
            keys.addObject()
                .put("accessKeyId", key.id())
                .put("secretAccessKey", key.secret())
                .put("account", key.account())
                .put("role", role.text()));
    return key;
  }

  /** Takes all keys away but this one. */
  public void keep(AccessKey key) {
    edit(keys -> keys.removeIf(each -> !each.path("accessKeyId").asString().equals(key.id())));
  }

  public void remove(AccessKey key) {
    edit(keys -> keys.removeIf(each -> each.path("accessKeyId").asString().equals(key.id())));
  }

  private void edit(Consumer<ArrayNode> change) {
    try {
      var root = JsonMapper.shared().readTree(Files.readString(file));
      change.accept((ArrayNode) root.path("keys"));
      Files.writeString(file, root.toString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
