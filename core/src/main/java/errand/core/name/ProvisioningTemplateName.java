package errand.core.name;

import java.util.Optional;

/**
 * A provisioning template's name: 1 to 36 of letters, digits, {@code _} and {@code -}. Source:
 * service model [model].
 */
public record ProvisioningTemplateName(String text)
    implements Comparable<ProvisioningTemplateName> {
  /** Longest allowed, in characters. */
  public static final int CHARS_MAX = 36;

  private static final String EXTRA = "_-";

  public ProvisioningTemplateName {
    Names.require(Names.fits(text, CHARS_MAX, EXTRA), "provisioning template name", text);
  }

  /** The name, or empty when the text breaks the pattern. */
  public static Optional<ProvisioningTemplateName> parse(String text) {
    return Names.fits(text, CHARS_MAX, EXTRA)
        ? Optional.of(new ProvisioningTemplateName(text))
        : Optional.empty();
  }

  @Override
  public int compareTo(ProvisioningTemplateName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
