package errand.core.name;

import java.util.Optional;

/**
 * The family a job belongs to. Each thing keeps one queue per namespace, so that deployments of one
 * family never wait behind jobs of another [choice]; the plain jobs are the family {@link #NONE}.
 * Source: device-protocol 1.2.
 */
public record Namespace(String text) {
  /** Longest allowed, in characters [choice]; the model bounds only the alphabet. */
  public static final int CHARS_MAX = 64;

  /** The family of jobs created without a namespace. */
  public static final Namespace NONE = new Namespace("");

  public Namespace {
    Names.require(text.isEmpty() || Names.fits(text, CHARS_MAX, "_-"), "namespace", text);
  }

  /** The namespace, or empty when the text breaks the pattern; the empty text is refused. */
  public static Optional<Namespace> parse(String text) {
    return Names.fits(text, CHARS_MAX, "_-") ? Optional.of(new Namespace(text)) : Optional.empty();
  }

  public boolean none() {
    return text.isEmpty();
  }

  @Override
  public String toString() {
    return text;
  }
}
