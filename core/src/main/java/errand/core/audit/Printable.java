package errand.core.audit;

/** Text of strangers, made fit for a record: no control characters, no more than fits a line. */
final class Printable {
  static final int CHARS_MAX = 256;

  private Printable() {}

  static String of(String text) {
    int end =
        text.offsetByCodePoints(0, Math.min(CHARS_MAX, text.codePointCount(0, text.length())));
    var shown = new StringBuilder(end);
    text.substring(0, end)
        .codePoints()
        .forEach(point -> shown.appendCodePoint(shows(point) ? point : '?'));
    return shown.toString();
  }

  private static boolean shows(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
