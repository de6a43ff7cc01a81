package errand.server.cli;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Reads the record page by page. */
record AuditPages(Client client, String query) {
  /** Takes one entry; false when it wants no more. */
  interface Taker {
    boolean take(JsonNode entry) throws IOException;
  }

  void each(Taker taker) throws IOException {
    String token = "";
    do {
      JsonNode page =
          client.get(
              "/_errand/audit?"
                  + query
                  + (token.isEmpty() ? "" : "&nextToken=" + Words.encoded(token)));
      for (JsonNode entry : page.path("auditEntries").values()) {
        if (!taker.take(entry)) {
          return;
        }
      }
      token = page.path("nextToken").asString("");
    } while (!token.isEmpty());
  }
}
