package errand.server.cli;

import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Writes things so that they can be imported again. Threads: one. */
interface ThingWriter {
  void write(JsonNode thing) throws IOException;

  /** One object a line. */
  static ThingWriter jsonLines(Writer out) {
    return thing -> out.write(Json.text(thing) + "\n");
  }

  /** Begins with the header. */
  static ThingWriter csv(Writer out, SortedSet<String> attributes) throws IOException {
    var header =
        new ArrayList<>(List.of("thingName", "thingTypeName", "billingGroupName", "groups"));
    attributes.forEach(name -> header.add(CsvHeader.ATTRIBUTE + name));
    out.write(CsvLine.of(header) + "\n");
    return thing -> out.write(csv(thing, attributes) + "\n");
  }

  private static String csv(JsonNode thing, SortedSet<String> attributes) {
    JsonNode given = thing.path("attributes");
    if (!attributes.containsAll(given.propertyNames())) {
      throw new IllegalStateException(
          "An attribute was added while the things were exported; export them again.");
    }
    Stream<String> plain =
        Stream.of("thingName", "thingTypeName", "billingGroupName")
            .map(name -> thing.path(name).asString(""));
    String groups =
        thing.path("groups").values().stream()
            .map(each -> each.asString(""))
            .collect(Collectors.joining(CsvHeader.GROUP_SEPARATOR));
    Stream<String> values = attributes.stream().map(name -> given.path(name).asString(""));
    return CsvLine.of(Stream.of(plain, Stream.of(groups), values).flatMap(each -> each).toList());
  }
}
