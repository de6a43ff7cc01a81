package errand.server.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the small documents of S3's requests: a list of elements with plain members. */
final class XmlReader {
  /** Longest document, in bytes: ten thousand parts, with checksums. */
  private static final int BYTES_MAX = 4 * 1024 * 1024;

  private static final XMLInputFactory FACTORY = factory();

  private XmlReader() {}

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /**
   * What a document says.
   *
   * @param members plain ones of the root
   * @param elements members of each element of the wanted name
   */
  record Read(Map<String, String> members, List<Map<String, String>> elements) {}

  /** Reads a document whose root holds elements of that name. */
  static Read read(InputStream body, String root, String element) throws IOException {
    byte[] bytes = body.readNBytes(BYTES_MAX + 1);
    if (bytes.length > BYTES_MAX) {
      throw new S3Exception(S3Error.MALFORMED_XML, "The XML is longer than is allowed.");
    }
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes));
      reader.nextTag();
      if (!reader.getLocalName().equals(root)) {
        throw new S3Exception(S3Error.MALFORMED_XML);
      }
      return read(reader, element);
    } catch (XMLStreamException malformed) {
      throw new S3Exception(S3Error.MALFORMED_XML);
    }
  }

  private static Read read(XMLStreamReader reader, String element) throws XMLStreamException {
    var members = new LinkedHashMap<String, String>();
    var elements = new ArrayList<Map<String, String>>();
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      String name = reader.getLocalName();
      if (name.equals(element)) {
        elements.add(members(reader));
      } else {
        members.put(name, reader.getElementText());
      }
    }
    return new Read(members, elements);
  }

  private static Map<String, String> members(XMLStreamReader reader) throws XMLStreamException {
    var members = new LinkedHashMap<String, String>();
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      String name = reader.getLocalName();
      members.put(name, reader.getElementText());
    }
    return members;
  }
}
