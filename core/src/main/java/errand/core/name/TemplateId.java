package errand.core.name;

import java.util.Optional;

/**
 * A job template's id: 1 to 64 of letters, digits, underscore, hyphen. Source: control-plane 2
 * [model].
 */
public record TemplateId(String text) implements Comparable<TemplateId> {
  /** Longest allowed, in characters. */
  public static final int CHARS_MAX = 64;

  private static final String EXTRA = "_-";

  public TemplateId {
    Names.require(Names.fits(text, CHARS_MAX, EXTRA), "job template id", text);
  }

  /** The id, or empty when the text breaks the pattern. */
  public static Optional<TemplateId> parse(String text) {
    return Names.fits(text, CHARS_MAX, EXTRA)
        ? Optional.of(new TemplateId(text))
        : Optional.empty();
  }

  @Override
  public int compareTo(TemplateId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
