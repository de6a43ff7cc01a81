package errand.core.name;

/** The character rules that the name types share. */
final class Names {
  private Names() {}

  /**
   * True when the text has 1 to {@code charsMax} characters, each a letter, digit or in {@code
   * extra}.
   */
  static boolean fits(String text, int charsMax, String extra) {
    if (text.isEmpty() || text.length() > charsMax) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && extra.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  static void require(boolean fits, String what, String text) {
    if (!fits) {
      throw new IllegalArgumentException("not a " + what + ": " + text);
    }
  }
}
