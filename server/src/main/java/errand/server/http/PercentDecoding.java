package errand.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads paths and queries strictly: a broken escape, an encoded control character or octets that
 * are no UTF-8 are refused instead of guessed at.
 */
final class PercentDecoding {
  private PercentDecoding() {}

  /**
   * The decoded segments: {@code /a/b} has two, {@code /} none, {@code /a/} an empty last one. Each
   * is decoded once and on its own, so an encoded slash stays inside its segment and {@code %252F}
   * is the text {@code %2F}. Segments that mean "here" or "up" are refused in any spelling.
   */
  static Decoded<List<String>> segments(String rawPath) {
    if (!rawPath.startsWith("/")) {
      return new Decoded.Malformed<>("The path does not begin with a slash.");
    }
    var segments = new ArrayList<String>();
    try {
      for (var raw : rawPath.substring(1).split("/", -1)) {
        var segment = decode(raw);
        if (segment.equals(".") || segment.equals("..")) {
          return new Decoded.Malformed<>("The path has a dot segment.");
        }
        segments.add(segment);
      }
    } catch (MalformedEscape e) {
      return new Decoded.Malformed<>("The path " + e.getMessage());
    }
    return new Decoded.Clean<>(rawPath.equals("/") ? List.of() : List.copyOf(segments));
  }

  /** The parameters in order; a plus is a blank, parts without a name are kept. */
  static Decoded<List<QueryParameter>> parameters(String rawQuery) {
    var parameters = new ArrayList<QueryParameter>();
    try {
      for (var part : rawQuery.split("&", -1)) {
        if (!part.isEmpty()) {
          var equals = part.indexOf('=');
          var name = equals < 0 ? part : part.substring(0, equals);
          var value = equals < 0 ? "" : part.substring(equals + 1);
          parameters.add(
              new QueryParameter(decode(name.replace('+', ' ')), decode(value.replace('+', ' '))));
        }
      }
    } catch (MalformedEscape e) {
      return new Decoded.Malformed<>("The query " + e.getMessage());
    }
    return new Decoded.Clean<>(List.copyOf(parameters));
  }

  private static String decode(String raw) throws MalformedEscape {
    if (raw.indexOf('%') < 0) {
      return raw; // the listener lets printable ASCII through only
    }
    var octets = ByteBuffer.allocate(raw.length());
    for (var i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        octets.put(escaped(raw, i));
        i += 2;
      } else {
        octets.put((byte) raw.charAt(i));
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedEscape("has escapes that are not UTF-8.");
    }
  }

  private static byte escaped(String raw, int at) throws MalformedEscape {
    var high = at + 2 < raw.length() ? hex(raw.charAt(at + 1)) : -1;
    var low = at + 2 < raw.length() ? hex(raw.charAt(at + 2)) : -1;
    if (high < 0 || low < 0) {
      throw new MalformedEscape("has a broken escape.");
    }
    var octet = high << 4 | low;
    if (octet < 0x20 || octet == 0x7f) {
      throw new MalformedEscape("has an encoded control character.");
    }
    return (byte) octet;
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1; // Character.digit knows other scripts too
  }

  /** Carries the refusal out of the loops above; never leaves this class. */
  private static final class MalformedEscape extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedEscape(String what) {
      super(what, null, false, false);
    }
  }
}
