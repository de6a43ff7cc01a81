package errand.server.identity;

import java.util.Arrays;
import java.util.List;
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

  private static final List<String> IDENTITY =
      List.of(
          "Certificate", "Policy", "Principal", "Registration", "Provisioning", "RegisterThing");

  /**
   * May it carry out an operation of the control plane?
   *
   * @param operation spelled as AWS spells it
   * @param looks whether the operation changes nothing
   */
  public boolean may(String operation, boolean looks) {
    return switch (this) {
      case ADMIN -> true;
      case OPERATOR -> looks || IDENTITY.stream().noneMatch(operation::contains);
      case READ_ONLY -> looks;
    };
  }

  /** The spelling in files: {@code admin}, {@code operator}, {@code read-only}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads that spelling; empty for any other text. */
  public static Optional<Role> parse(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }
}
