package errand.server.identity;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The access keys of a data folder, for whoever changes them; a running server looks once a second.
 * Each change is written as a whole or not at all, and those of several processes come one after
 * the other. Threads: any.
 */
public final class KeyRing {
  private static final String LOCK = "access-keys.lock";

  // A lock on a file is a process's; this one is for its threads.
  private static final ReentrantLock HERE = new ReentrantLock();

  private final Path directory;
  private final Path file;

  private KeyRing(Path directory) {
    this.directory = directory;
    this.file = directory.resolve(AccessKeyFile.NAME);
  }

  /**
   * That of a folder of identity files.
   *
   * @throws IdentityException when there is none yet
   */
  public static KeyRing in(Path directory) {
    var ring = new KeyRing(directory);
    if (!Files.exists(ring.file)) {
      throw new IdentityException(
          "no access keys in " + directory + "; the first start of the server makes one");
    }
    return ring;
  }

  /** All keys, in the order they were made. */
  public List<KeyEntry> list() {
    return List.copyOf(AccessKeyFile.read(file).values());
  }

  /** The account whose data the folder itself is; before it is written down, of the first key. */
  public String account() {
    return DataAccount.kept(directory)
        .or(() -> list().stream().findFirst().map(each -> each.key().account()))
        .orElseThrow(() -> new IdentityException("no account in " + directory));
  }

  /** The mightiest key that counts of an account, by default of {@link #account}. */
  public Optional<AccessKey> usual(Optional<String> account) {
    var wanted = account.orElseGet(this::account);
    return list().stream()
        .filter(KeyEntry::active)
        .map(KeyEntry::key)
        .filter(key -> key.account().equals(wanted))
        .min(Comparator.comparing(AccessKey::role));
  }

  /** Makes a key; an account that no key has had comes to be by its first use. */
  public AccessKey add(String account, Role role, String note, Instant now) {
    var entry =
        new KeyEntry(
            AccessKeys.newKey(account, role),
            true,
            Optional.of(now.truncatedTo(ChronoUnit.SECONDS)),
            note);
    change(
        keys -> {
          if (keys.size() >= AccessKeyFile.KEYS_MAX) {
            throw new IdentityException(
                "there are " + keys.size() + " keys already, which are the most");
          }
          keys.add(entry);
          return keys;
        });
    return entry.key();
  }

  /**
   * Turns a key on or off; repeatable.
   *
   * @throws IdentityException when there is no such key
   */
  public KeyEntry turn(String id, boolean active) {
    change(keys -> replaced(keys, id, find(keys, id).active(active)));
    return find(list(), id);
  }

  /**
   * Takes a key out for good.
   *
   * @throws IdentityException when there is no such key
   */
  public void remove(String id) {
    change(
        keys -> {
          keys.remove(find(keys, id));
          return keys;
        });
  }

  /** Whether the account would have no admin's key that counts without this one. */
  public boolean lastAdmin(String id) {
    var keys = list();
    var entry = find(keys, id);
    return entry.active()
        && entry.key().role() == Role.ADMIN
        && keys.stream()
            .filter(each -> each.active() && each.key().role() == Role.ADMIN)
            .filter(each -> each.key().account().equals(entry.key().account()))
            .allMatch(entry::equals);
  }

  private static KeyEntry find(List<KeyEntry> keys, String id) {
    return keys.stream()
        .filter(each -> each.key().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IdentityException("there is no access key " + id));
  }

  private static List<KeyEntry> replaced(List<KeyEntry> keys, String id, KeyEntry next) {
    keys.replaceAll(each -> each.key().id().equals(id) ? next : each);
    return keys;
  }

  // The lock is a file of its own, since the keys' file is replaced by each change.
  private void change(UnaryOperator<List<KeyEntry>> change) {
    var options = new StandardOpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.WRITE};
    HERE.lock();
    try (var channel = FileChannel.open(directory.resolve(LOCK), options);
        var lock = channel.lock()) {
      if (lock.isValid()) {
        AccessKeyFile.write(file, change.apply(new ArrayList<>(list())));
      }
    } catch (IOException failure) {
      throw new IdentityException("cannot change the access keys in " + directory, failure);
    } finally {
      HERE.unlock();
    }
  }
}
