package errand.server.cli;

import errand.server.cli.TextLines.Line;
import errand.server.cli.ThingFile.Read;
import errand.server.wire.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The columns of a CSV file of things, and lines read by them. An empty field is no value. */
record CsvHeader(List<String> columns) {
  static final String ATTRIBUTE = "attributes.";
  static final String GROUPS = "groups";
  static final String GROUP_SEPARATOR = ";";

  private static final String NAME = "thingName";
  private static final Line NOTHING = new Line.Unreadable(1, "There is nothing.");
  private static final Set<String> PLAIN = Set.of(NAME, "thingTypeName", "billingGroupName");

  CsvHeader {
    columns = List.copyOf(columns);
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static CsvHeader read(Optional<Line> first) {
    if (!(first.orElse(NOTHING) instanceof Line.Text(_, var text))) {
      throw new IllegalArgumentException("the file has no header that can be read");
    }
    List<String> columns =
        CsvLine.fields(text)
            .orElseThrow(() -> new IllegalArgumentException("the quotes in the header do not fit"));
    var seen = new HashSet<String>();
    for (String column : columns) {
      if (!known(column)) {
        throw new IllegalArgumentException(
            "there is no column '"
                + Words.printable(column)
                + "'; there are thingName, thingTypeName, billingGroupName, groups and attributes.X");
      }
      if (!seen.add(column)) {
        throw new IllegalArgumentException("column " + Words.printable(column) + " is there twice");
      }
    }
    if (!seen.contains(NAME)) {
      throw new IllegalArgumentException("the header has no column thingName");
    }
    return new CsvHeader(columns);
  }

  private static boolean known(String column) {
    return PLAIN.contains(column) || column.equals(GROUPS) || column.startsWith(ATTRIBUTE);
  }

  Read read(long line, String text) {
    Optional<List<String>> fields = CsvLine.fields(text);
    if (fields.isEmpty()) {
      return new Read.Broken(
          line, "The quotes do not fit; a quote inside is doubled, and closed on its line.");
    }
    int count = fields.get().size();
    return count == columns.size()
        ? new Read.Thing(line, thing(fields.get()))
        : new Read.Broken(
            line, "The line has " + count + " fields, the header " + columns.size() + ".");
  }

  private ObjectNode thing(List<String> fields) {
    ObjectNode thing = Json.object();
    ObjectNode attributes = thing.putObject("attributes");
    for (int i = 0; i < fields.size(); i++) {
      String column = columns.get(i);
      String field = fields.get(i);
      if (field.isEmpty()) {
        continue;
      }
      if (column.startsWith(ATTRIBUTE)) {
        attributes.put(column.substring(ATTRIBUTE.length()), field);
      } else if (column.equals(GROUPS)) {
        ArrayNode groups = thing.putArray(GROUPS);
        List.of(field.split(GROUP_SEPARATOR, -1)).forEach(groups::add);
      } else {
        thing.put(column, field);
      }
    }
    return thing;
  }
}
