package errand.core.fleet.policy;

/**
 * A pattern of plain characters, {@code *} for any run and {@code ?} for any one character. Nothing
 * else is special, so MQTT's {@code +} and {@code #} are plain. Source: device-protocol 5.2 [doc].
 *
 * <p>Matching takes at most pattern length times text length steps, whatever the pattern: it goes
 * back to the last run only.
 */
final class Glob {
  private static final char RUN = '\uFDD0'; // Unicode promises that these two are never text.
  private static final char ONE = '\uFDD1';

  private final String pattern;

  private Glob(String pattern) {
    this.pattern = pattern;
  }

  /** The pattern as written. */
  static Glob of(String written) {
    return new Glob(written.replace('*', RUN).replace('?', ONE));
  }

  /** Puts a pattern together. */
  static final class Builder {
    private final StringBuilder text = new StringBuilder();

    Builder literal(String plain) {
      // A text with one of the two reserved characters could pass for a wildcard.
      text.append(plain.replace(RUN, '\uFFFD').replace(ONE, '\uFFFD'));
      return this;
    }

    Builder run() {
      text.append(RUN);
      return this;
    }

    Builder one() {
      text.append(ONE);
      return this;
    }

    Glob build() {
      return new Glob(text.toString());
    }
  }

  boolean everything() {
    return pattern.length() == 1 && pattern.charAt(0) == RUN;
  }

  boolean matches(String text) {
    int at = 0;
    int in = 0;
    int behindRun = -1;
    int resume = 0;
    while (in < text.length()) {
      char wanted = at < pattern.length() ? pattern.charAt(at) : '\0';
      if (at < pattern.length() && wanted == RUN) {
        behindRun = ++at;
        resume = in;
      } else if (at < pattern.length() && (wanted == ONE || wanted == text.charAt(in))) {
        at++;
        in++;
      } else if (behindRun >= 0) {
        at = behindRun;
        in = ++resume;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == RUN) {
      at++;
    }
    return at == pattern.length();
  }
}
