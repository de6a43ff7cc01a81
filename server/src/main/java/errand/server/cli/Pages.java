package errand.server.cli;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/**
 * A list of a server, read page by page. Memory is bounded by one page.
 *
 * @param path of the list, with its query
 * @param member the one that holds a page's entries
 */
record Pages(Client client, String path, String member) {
  /** Takes one entry; false when it wants no more. */
  interface Taker {
    boolean take(JsonNode entry) throws IOException;
  }

  void each(Taker taker) throws IOException {
    String more = path + (path.contains("?") ? "&" : "?") + "nextToken=";
    String token = "";
    do {
      JsonNode page = client.get(token.isEmpty() ? path : more + Words.encoded(token));
      for (JsonNode entry : page.path(member).values()) {
        if (!taker.take(entry)) {
          return;
        }
      }
      token = page.path("nextToken").asString("");
    } while (!token.isEmpty());
  }
}
