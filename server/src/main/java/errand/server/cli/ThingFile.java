package errand.server.cli;

import errand.server.cli.TextLines.Line;
import errand.server.wire.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a file of things line by line. A line that is no thing is told and passed over. Threads:
 * one.
 */
final class ThingFile {
  /** What an object of a JSON Lines file may have. */
  static final Set<String> MEMBERS =
      Set.of("thingName", "thingTypeName", "attributes", "groups", "billingGroupName");

  private final TextLines lines;
  private final Optional<CsvHeader> header;

  private ThingFile(TextLines lines, Optional<CsvHeader> header) {
    this.lines = lines;
    this.header = header;
  }

  /**
   * Begins to read; takes the header of a CSV file.
   *
   * @throws IllegalArgumentException when the header is no good: no line could be understood
   */
  static ThingFile open(TextLines lines, ThingFormat format) throws IOException {
    return new ThingFile(
        lines,
        format == ThingFormat.CSV ? Optional.of(CsvHeader.read(lines.next())) : Optional.empty());
  }

  /** A line that says something. */
  sealed interface Read {
    long line();

    /** As the server takes it. */
    record Thing(long line, ObjectNode node) implements Read {}

    record Broken(long line, String why) implements Read {}
  }

  /** The next line that is not blank; empty at the end. */
  Optional<Read> next() throws IOException {
    Optional<Line> line = lines.next();
    while (line.filter(ThingFile::blank).isPresent()) {
      line = lines.next();
    }
    return line.map(this::read);
  }

  private static boolean blank(Line line) {
    return line instanceof Line.Text(_, var text) && text.isBlank();
  }

  private Read read(Line line) {
    return switch (line) {
      case Line.Unreadable(var number, var why) -> new Read.Broken(number, why);
      case Line.Text(var number, var text) ->
          header.isPresent() ? header.get().read(number, text) : json(number, text);
    };
  }

  private static Read json(long line, String text) {
    Optional<JsonNode> node = Json.parseUnambiguous(text).filter(JsonNode::isObject);
    if (node.isEmpty()) {
      return new Read.Broken(line, "The line is not one JSON object with each member once.");
    }
    var object = (ObjectNode) node.get();
    List<String> unknown =
        object.propertyNames().stream().filter(name -> !MEMBERS.contains(name)).toList();
    return unknown.isEmpty()
        ? new Read.Thing(line, object)
        : new Read.Broken(line, "There is no member '" + unknown.getFirst() + "' of a thing.");
  }
}
