package errand.server.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys that sign links for devices, one for each account, all made from one secret that no
 * operator ever holds. To end all links at once, delete the file and start again. Threads: any.
 */
public final class LinkKeys {
  private static final String PREFIX = "ERRANDLINK";
  private static final Pattern ID = Pattern.compile(PREFIX + "([0-9]{12})");
  private static final int SECRET_BYTES = 32;

  private final byte[] secret;

  private LinkKeys(byte[] secret) {
    this.secret = secret.clone();
  }

  /**
   * Loads {@code link-secret} in this folder; the first start makes it.
   *
   * @throws IdentityException when the file cannot be read or is damaged
   */
  public static LinkKeys open(Path directory) {
    Path file = directory.resolve("link-secret");
    try {
      OwnerOnlyFiles.createDirectory(directory);
      if (!Files.exists(file)) {
        byte[] fresh = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(fresh);
        OwnerOnlyFiles.write(
            file, HexFormat.of().formatHex(fresh).getBytes(StandardCharsets.US_ASCII));
      }
      byte[] read = HexFormat.of().parseHex(text(file));
      if (read.length != SECRET_BYTES) {
        throw new IdentityException("the secret of links is damaged: " + file);
      }
      return new LinkKeys(read);
    } catch (IllegalArgumentException failure) {
      throw new IdentityException("cannot read the secret of links: " + file, failure);
    }
  }

  private static String text(Path file) {
    return new String(OwnerOnlyFiles.read(file), StandardCharsets.US_ASCII).strip();
  }

  /** The key of an account. */
  public AccessKey of(String account) {
    byte[] mac = SigningKeys.hmac(secret, "links of " + account);
    return new AccessKey(
        PREFIX + account, Base64.getEncoder().encodeToString(mac), account, Role.OPERATOR);
  }

  /** The key with this id, if it is one of these. */
  public Optional<AccessKey> lookup(String accessKeyId) {
    var matcher = ID.matcher(accessKeyId);
    return matcher.matches() ? Optional.of(of(matcher.group(1))) : Optional.empty();
  }

  /** Whether a key is for links only. */
  public static boolean linksOnly(AccessKey key) {
    return ID.matcher(key.id()).matches();
  }
}
