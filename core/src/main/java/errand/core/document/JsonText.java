package errand.core.document;

/** Texts as they stand inside the quotes of a JSON string, in JSON that is known to be valid. */
final class JsonText {
  private JsonText() {}

  /** What the characters between the quotes mean. */
  static String unescaped(String raw) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    var text = new StringBuilder(raw.length());
    int from = 0;
    int escape = raw.indexOf('\\');
    while (escape >= 0 && escape + 1 < raw.length()) {
      text.append(raw, from, escape);
      boolean unicode = raw.charAt(escape + 1) == 'u';
      from = escape + (unicode ? 6 : 2);
      text.append(meant(raw, escape + 1));
      escape = raw.indexOf('\\', from);
    }
    return text.append(raw, from, raw.length()).toString();
  }

  /** The character that the escape with its letter at an index stands for. */
  private static char meant(String raw, int at) {
    return switch (raw.charAt(at)) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) Integer.parseInt(raw, at + 1, at + 5, 16);
      default -> raw.charAt(at);
    };
  }

  /** The text to stand between quotes. */
  static String escaped(String value) {
    var text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < 0x20) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
