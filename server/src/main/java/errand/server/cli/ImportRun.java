package errand.server.cli;

import errand.server.cli.ThingFile.Read;
import errand.server.wire.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries a file of things to a server, some hundred lines in each call. Memory is bounded by one
 * call. Threads: one.
 */
final class ImportRun {
  /** Lines in one call; the server takes no more. */
  static final int LINES_MAX = 500;

  /** Size of a call, well below what the server takes with the longest line on top. */
  private static final int CALL_BYTES_MAX = 512 * 1024;

  private final Client client;
  private final boolean createGroups;
  private final Listener listener;
  private final List<Read.Thing> things = new ArrayList<>();
  private final List<Failed> broken = new ArrayList<>();
  private long bytes;
  private long imported;
  private long failed;

  /** A line that was not imported. */
  record Failed(long line, String code, String message) {
    String text() {
      return Words.printable(line + ": " + code + ": " + message);
    }
  }

  /** Is told what happens. */
  interface Listener {
    /** Lines that failed, in their order. */
    void failed(List<Failed> lines);

    /** All lines up to this one have been dealt with. */
    void reached(long line, long imported, long failed);
  }

  ImportRun(Client client, boolean createGroups, Listener listener) {
    this.client = client;
    this.createGroups = createGroups;
    this.listener = listener;
  }

  long imported() {
    return imported;
  }

  long failed() {
    return failed;
  }

  /** Imports the lines from a number on; throws what the client throws when the server is gone. */
  void run(ThingFile file, long from) throws IOException {
    long line = 0;
    for (Optional<Read> next = file.next(); next.isPresent(); next = file.next()) {
      line = next.get().line();
      if (line < from) {
        continue;
      }
      take(next.get());
      if (things.size() + broken.size() >= LINES_MAX || bytes >= CALL_BYTES_MAX) {
        send(line);
      }
    }
    send(line);
  }

  private void take(Read read) {
    switch (read) {
      case Read.Thing thing -> {
        things.add(thing);
        bytes += Json.bytes(thing.node()).length;
      }
      case Read.Broken(var line, var why) -> broken.add(new Failed(line, "UnreadableLine", why));
    }
  }

  private void send(long line) {
    var failures = new ArrayList<>(broken);
    if (!things.isEmpty()) {
      failures.addAll(refused(client.send("POST", "/_errand/things/import", call())));
    }
    failures.sort(Comparator.comparingLong(Failed::line));
    imported += things.size() + broken.size() - failures.size();
    failed += failures.size();
    things.clear();
    broken.clear();
    bytes = 0;
    if (!failures.isEmpty()) {
      listener.failed(failures);
    }
    listener.reached(line, imported, failed);
  }

  private ObjectNode call() {
    ObjectNode body = Json.object().put("createGroups", createGroups);
    ArrayNode rows = body.putArray("things");
    things.forEach(each -> rows.add(each.node()));
    return body;
  }

  private List<Failed> refused(JsonNode answer) {
    var refused = new ArrayList<Failed>();
    for (JsonNode each : answer.path("errors").values()) {
      refused.add(
          new Failed(
              things.get(each.path("index").asInt()).line(),
              each.path("code").asString(""),
              each.path("message").asString("")));
    }
    return refused;
  }
}
