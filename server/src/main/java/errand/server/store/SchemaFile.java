package errand.server.store;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * One numbered step of a schema. A file that was released never changes: what comes after it is a
 * new file.
 *
 * @param number from 1, without gaps; the name begins with it
 * @param checksum SHA-256 of the text
 */
record SchemaFile(int number, String name, String text, String checksum) {
  static SchemaFile of(String folder, String name) {
    String text = text(folder + "/" + name);
    int number = Integer.parseInt(name.substring(0, name.indexOf('-')));
    return new SchemaFile(number, name, text, checksum(text));
  }

  private static String text(String path) {
    try (InputStream in = SchemaFile.class.getResourceAsStream("/errand/store/" + path)) {
      if (in == null) {
        throw new IllegalStateException("this program lacks its schema file " + path);
      }
      // A checkout may have changed the line ends; that is no change of the schema.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String checksum(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }
}
