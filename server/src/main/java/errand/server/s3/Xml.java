package errand.server.s3;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes the small documents of S3's answers. */
final class Xml {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final StringBuilder text =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

  /** A document of S3's. */
  static Xml of(String root) {
    var xml = new Xml();
    xml.text.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
    return xml;
  }

  /** An error, which has no namespace. */
  static Xml error() {
    return new Xml().open("Error");
  }

  Xml open(String name) {
    text.append('<').append(name).append('>');
    return this;
  }

  Xml close(String name) {
    text.append("</").append(name).append('>');
    return this;
  }

  Xml put(String name, String value) {
    open(name);
    escape(value);
    return close(name);
  }

  Xml put(String name, Optional<String> value) {
    value.ifPresent(each -> put(name, each));
    return this;
  }

  Xml put(String name, long value) {
    return put(name, Long.toString(value));
  }

  Xml put(String name, boolean value) {
    return put(name, Boolean.toString(value));
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        case '"' -> text.append("&quot;");
        case '\r' -> text.append("&#13;");
        default -> text.append(c);
      }
    }
  }

  byte[] bytes(String root) {
    return close(root).text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
