package errand.server.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operators' access keys, from a file that may be edited while the server runs.
 *
 * <p>Lookups read an immutable table; once a second at most one of them looks whether the file
 * changed (time, size or identity) and then reads it. A file that is missing or damaged at that
 * moment changes nothing, so an editor's half-written file locks nobody out and lets nobody in; the
 * log says so once. To revoke a key, disable it or take its entry out; {@link KeyRing} does both.
 * Safe for all threads.
 */
public final class AccessKeys {
  /** How often a change of the file is looked for. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(AccessKeys.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private final Path file;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextLook;
  private volatile Stamp stamp;
  private volatile Map<String, AccessKey> keys;

  private AccessKeys(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    stamp = Stamp.of(file); // before reading, so that a change in between is seen later
    keys = active(file);
    nextLook = new AtomicReference<>(clock.instant().plus(LOOK_EVERY));
  }

  /**
   * Loads {@code access-keys.json} in this folder; the first start makes it, with one admin key.
   *
   * @param account 12 digits, for the key made at the first start
   * @throws IdentityException when the file is damaged
   */
  public static AccessKeys open(Path directory, String account, InstantSource clock) {
    var file = directory.resolve(AccessKeyFile.NAME);
    OwnerOnlyFiles.createDirectory(directory);
    if (!Files.exists(file)) {
      var first = newKey(account, Role.ADMIN);
      var entry =
          new KeyEntry(
              first, true, Optional.of(clock.instant().truncatedTo(ChronoUnit.SECONDS)), "");
      AccessKeyFile.write(file, List.of(entry));
      LOG.info("made an access key id={} file={}", first.id(), file);
    }
    return new AccessKeys(file, clock);
  }

  private static Map<String, AccessKey> active(Path file) {
    var keys = new LinkedHashMap<String, AccessKey>();
    AccessKeyFile.read(file).values().stream()
        .filter(KeyEntry::active)
        .map(KeyEntry::key)
        .forEach(key -> keys.put(key.id(), key));
    return Collections.unmodifiableMap(keys);
  }

  /** A fresh pair: an id of 20 and a secret of 40 characters (240 random bits). */
  public static AccessKey newKey(String account, Role role) {
    var id = "AKIA" + randomText(ID_ALPHABET, 16);
    return new AccessKey(id, randomText(SECRET_ALPHABET, 40), account, role);
  }

  private static String randomText(String alphabet, int length) {
    var text = new StringBuilder(length);
    for (var i = 0; i < length; i++) {
      text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** The file, for messages that tell an operator where the first key is. */
  public Path file() {
    return file;
  }

  /** The first key of the file that counts. */
  public AccessKey first() {
    return keys.values().iterator().next();
  }

  /** The key with this id, as the file has it now or had it up to a second ago. */
  public Optional<AccessKey> lookup(String accessKeyId) {
    lookForChange();
    return Optional.ofNullable(keys.get(accessKeyId));
  }

  private void lookForChange() {
    var now = clock.instant();
    var due = nextLook.get();
    if (!now.isBefore(due) && nextLook.compareAndSet(due, now.plus(LOOK_EVERY))) {
      var found = Stamp.of(file);
      if (!found.equals(stamp)) {
        stamp = found;
        reload();
      }
    }
  }

  private void reload() {
    try {
      keys = active(file);
      LOG.info("read access keys again file={} keys={}", file, keys.size());
    } catch (IdentityException e) {
      LOG.error("access keys not read, the ones before stay file={} why={}", file, e.getMessage());
    }
  }

  /** What tells two states of the file apart without reading it. */
  private record Stamp(@Nullable FileTime modified, long sizeBytes, @Nullable Object fileKey) {

    static Stamp of(Path file) {
      try {
        var seen = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(seen.lastModifiedTime(), seen.size(), seen.fileKey());
      } catch (IOException e) {
        return new Stamp(null, -1, null); // missing: unlike any stamp of a file that is there
      }
    }
  }
}
