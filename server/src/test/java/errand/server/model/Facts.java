package errand.server.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a service model says of the members of its requests, and what Errand says beyond it. A value
 * may be written as a character and a number of times, a map as the length of its only key or as
 * the sum of all its keys and values.
 */
@SuppressWarnings("NonApiType") // Sorted, for readable failures.
final class Facts {
  private Facts() {}

  /**
   * One member.
   *
   * @param in path, query or body; mqtt for what has another place, or none, over HTTPS
   * @param body what to send around the value, whose place is a question mark
   */
  record Fact(
      String operation,
      String member,
      String in,
      JsonNode body,
      List<JsonNode> accepted,
      List<JsonNode> refused) {

    /** A body with the value in its place. */
    ObjectNode with(JsonNode value) {
      return (ObjectNode) replaced(body, value);
    }

    @Override
    public String toString() {
      return operation + "." + member;
    }
  }

  static List<Fact> of(String service) {
    var facts = new ArrayList<Fact>();
    read(service).forEach(row -> facts.add(fact(row)));
    return facts;
  }

  /** A table whose rows have names. */
  static ObjectNode table(String name) {
    return (ObjectNode) read(name);
  }

  /** A table whose rows stand in order. */
  static JsonNode rows(String name) {
    return read(name);
  }

  private static JsonNode read(String name) {
    var path = "/errand/model/" + name + ".json";
    try (var in = Objects.requireNonNull(Facts.class.getResourceAsStream(path))) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Fact fact(JsonNode row) {
    var member = row.path("member").asString();
    var plain = JsonNodeFactory.instance.objectNode().put(member, "?");
    return new Fact(
        row.path("operation").asString(),
        member,
        row.path("in").asString("body"),
        row.has("body") ? row.path("body") : plain,
        values(row.path("accepted")),
        values(row.path("refused")));
  }

  /** The members of one operation. */
  static TreeSet<String> members(List<Fact> facts, String operation) {
    var names = new TreeSet<String>();
    facts.stream().filter(f -> f.operation().equals(operation)).forEach(f -> names.add(f.member()));
    return names;
  }

  private static List<JsonNode> values(JsonNode list) {
    var values = new ArrayList<JsonNode>();
    list.forEach(each -> values.add(spelledOut(each)));
    return values;
  }

  /** A value written out. */
  static JsonNode spelledOut(JsonNode value) {
    if (value.has("times")) {
      var text = value.path("char").asString().repeat(value.path("times").asInt());
      return JsonNodeFactory.instance.stringNode(text);
    }
    if (value.has("document")) {
      var text = "\"" + "x".repeat(value.path("document").asInt() - 2) + "\"";
      return JsonNodeFactory.instance.stringNode(text);
    }
    if (value.has("keyOf")) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("k".repeat(value.path("keyOf").asInt()), "v");
    }
    if (value.has("inTotal")) {
      return pairs(value.path("inTotal").asInt());
    }
    if (value.isArray()) {
      var list = JsonNodeFactory.instance.arrayNode();
      value.forEach(each -> list.add(spelledOut(each)));
      return list;
    }
    if (value.isObject() && !value.has("fresh")) {
      var object = JsonNodeFactory.instance.objectNode();
      value.properties().forEach(each -> object.set(each.getKey(), spelledOut(each.getValue())));
      return object;
    }
    return value;
  }

  /** As few pairs as hold so many characters, when a value has 1,000 at most. */
  private static JsonNode pairs(int total) {
    var pairs = JsonNodeFactory.instance.objectNode();
    for (int left = total; left > 0; left -= 1_000) {
      var key = "%03d".formatted(pairs.size());
      pairs.put(key, "v".repeat(Math.min(left, 1_000) - key.length()));
    }
    return pairs;
  }

  /** A tree with a value in the place of the question mark. */
  static JsonNode replaced(JsonNode node, JsonNode value) {
    if (node.isString() && node.asString().equals("?")) {
      return value;
    }
    if (node.isArray()) {
      var list = JsonNodeFactory.instance.arrayNode();
      node.forEach(each -> list.add(replaced(each, value)));
      return list;
    }
    if (node.isObject()) {
      var object = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(each -> object.set(each.getKey(), replaced(each.getValue(), value)));
      return object;
    }
    return node;
  }
}
