package errand.server.conformance.support;

import errand.server.identity.AccessKey;
import errand.server.identity.AccessKeys;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Where a server can be reached, and by what right.
 *
 * @param http the plain port of both planes
 * @param https the TLS port of both planes
 * @param mqtt the plain port, whose clients may act for any thing
 * @param mqtts the port with mutual TLS
 * @param ca the certificate to trust, a PEM file
 * @param key an operator's key
 */
public record Doors(int http, int https, int mqtt, int mqtts, Path ca, AccessKey key) {
  static AccessKey keyIn(Path data) {
    return AccessKeys.open(data.resolve("identity"), "", InstantSource.system()).first();
  }

  /** The same with another key. */
  public Doors with(AccessKey other) {
    return new Doors(http, https, mqtt, mqtts, ca, other);
  }

  public String httpUrl() {
    return "http://127.0.0.1:" + http;
  }

  public String httpsUrl() {
    return "https://localhost:" + https;
  }
}
