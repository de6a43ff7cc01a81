package errand.server.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as SigV4 wants it: everything but RFC 3986's unreserved characters. */
final class UriEncoding {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private UriEncoding() {}

  /** Encodes octets, with upper-case digits; {@code keepSlash} for paths. */
  static String encode(byte[] octets, boolean keepSlash) {
    var text = new StringBuilder(octets.length + 16);
    for (var octet : octets) {
      var character = (char) (octet & 0xff);
      if (unreserved(character) || (keepSlash && character == '/')) {
        text.append(character);
      } else {
        text.append('%').append(HEX[character >> 4]).append(HEX[character & 0xf]);
      }
    }
    return text.toString();
  }

  private static boolean unreserved(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  /**
   * The octets behind a text; an escape that is none stands for itself, and then fails to match.
   */
  static byte[] unescape(String raw) {
    var octets = raw.getBytes(StandardCharsets.UTF_8);
    var plain = new ByteArrayOutputStream(octets.length);
    for (var i = 0; i < octets.length; i++) {
      if (octets[i] == '%' && i + 2 < octets.length && escaped(octets, i) >= 0) {
        plain.write(escaped(octets, i));
        i += 2;
      } else {
        plain.write(octets[i]);
      }
    }
    return plain.toByteArray();
  }

  private static int escaped(byte[] octets, int at) {
    var high = Character.digit(octets[at + 1], 16);
    var low = Character.digit(octets[at + 2], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
