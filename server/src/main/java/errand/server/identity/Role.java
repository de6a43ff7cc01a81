package errand.server.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an operator may do, from all to least. */
public enum Role {
  /** Everything, keys and certificates too. */
  ADMIN,
  /** Everything about jobs and things. */
  OPERATOR,
  /** Looks at everything and changes nothing. */
  READ_ONLY;

  /** The spelling in files: {@code admin}, {@code operator}, {@code read-only}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads that spelling; empty for any other text. */
  public static Optional<Role> parse(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }
}
