package errand.server.cli;

import java.io.Console;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text on its way out. */
final class Words {
  private Words() {}

  /** A text that may come from anywhere, safe to print: what could steer a terminal is replaced. */
  static String printable(String text) {
    return text.replaceAll("\\p{C}", "?");
  }

  /** A segment of a path or a value of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Whether somebody watches. */
  static boolean terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }
}
