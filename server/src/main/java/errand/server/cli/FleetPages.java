package errand.server.cli;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** All things of a server, page by page, in name order. Memory is bounded by one page. */
final class FleetPages {
  private final Client client;

  FleetPages(Client client) {
    this.client = client;
  }

  /** Takes one thing. */
  interface Taker {
    void take(JsonNode thing) throws IOException;
  }

  void each(Taker taker) throws IOException {
    String token = "";
    do {
      JsonNode page =
          client.get(
              "/_errand/things/export"
                  + (token.isEmpty() ? "" : "?nextToken=" + Words.encoded(token)));
      for (JsonNode thing : page.path("things").values()) {
        taker.take(thing);
      }
      token = page.path("nextToken").asString("");
    } while (!token.isEmpty());
  }
}
