package errand.server.identity;

import java.util.regex.Pattern;

/**
 * An operator's key pair for SigV4.
 *
 * @param id 16 to 128 letters, digits and underscores; not secret
 * @param secret at least 16 characters
 * @param account 12 digits; whose fleet the key opens
 * @param role what it may do there
 */
public record AccessKey(String id, String secret, String account, Role role) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{16,128}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final int SECRET_CHARS_MIN = 16;

  public AccessKey {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("an access key id that is none: " + id);
    }
    if (secret.length() < SECRET_CHARS_MIN) {
      throw new IllegalArgumentException("the secret of " + id + " is shorter than 16 characters");
    }
    if (!ACCOUNT.matcher(account).matches()) {
      throw new IllegalArgumentException("account of " + id + " is not 12 digits: " + account);
    }
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "AccessKey[" + id + ", " + account + ", " + role.text() + "]";
  }
}
