package errand.server.http;

/**
 * One header line.
 *
 * @param name as sent; compared without regard to case
 * @param value without surrounding blanks; octets above 127 appear as ISO 8859-1
 */
public record Header(String name, String value) {
  public Header {
    if (name.isEmpty() || breaksLine(name) || breaksLine(value)) {
      throw new IllegalArgumentException("a header that would break its line: " + name);
    }
  }

  private static boolean breaksLine(String text) {
    return text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0);
  }
}
