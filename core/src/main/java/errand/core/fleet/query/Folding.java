package errand.core.fleet.query;

/**
 * Comparing without regard to case, character by character. A character beyond ASCII never becomes
 * an ASCII one, so that for ASCII texts this is what databases call {@code lower}.
 */
public final class Folding {
  private Folding() {}

  public static char fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    char lower = Character.toLowerCase(c);
    return lower < 128 ? c : lower;
  }

  public static String fold(String text) {
    var folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      folded.append(fold(text.charAt(i)));
    }
    return folded.toString();
  }

  static boolean ascii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  /** The order of a folded text and another that is not. */
  static int compare(String folded, String other) {
    int shared = Math.min(folded.length(), other.length());
    for (int i = 0; i < shared; i++) {
      int difference = folded.charAt(i) - fold(other.charAt(i));
      if (difference != 0) {
        return difference;
      }
    }
    return folded.length() - other.length();
  }
}
