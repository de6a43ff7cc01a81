package errand.server.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers whose data a folder holds, so that a start with another account's id does not show
 * somebody's fleet to somebody else, nor an empty one to its owner.
 */
public final class DataAccount {
  private static final String NAME = "account";

  private DataAccount() {}

  /**
   * Writes the account down at the first start and compares it at later ones.
   *
   * @param directory of identity files, made when missing
   * @param account twelve digits
   * @throws IdentityException when the folder is another account's
   */
  public static void settle(Path directory, String account) {
    OwnerOnlyFiles.createDirectory(directory);
    var kept = kept(directory);
    if (kept.isEmpty()) {
      var line = account + "\n";
      OwnerOnlyFiles.write(directory.resolve(NAME), line.getBytes(StandardCharsets.US_ASCII));
    } else if (!kept.get().equals(account)) {
      throw new IdentityException(
          "this data folder is of account "
              + kept.get()
              + ", not "
              + account
              + ": start with --account "
              + kept.get()
              + " (errand keys add --account "
              + account
              + " makes a further account), or use another folder");
    }
  }

  /** The account written down there, if one was. */
  static Optional<String> kept(Path directory) {
    var file = directory.resolve(NAME);
    return Files.exists(file)
        ? Optional.of(new String(OwnerOnlyFiles.read(file), StandardCharsets.US_ASCII).strip())
        : Optional.empty();
  }
}
