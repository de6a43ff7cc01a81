package errand.server.wire.provision;

import errand.core.provision.Text;
import errand.core.provision.Text.Many;
import errand.server.wire.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Reads the texts of a template, with {@code Ref} and the functions of AWS: Join, Sub, Select,
 * Split and FindInMap.
 *
 * @param mappings for FindInMap
 */
record TextJson(Map<String, Map<String, Map<String, String>>> mappings) {
  /** Reads a text; {@code where} says where it stands, for the template's author. */
  Text read(JsonNode node, String where) {
    if (node.isString() || node.isNumber() || node.isBoolean()) {
      return new Text.Literal(node.asString());
    }
    require(
        node.isObject() && node.size() == 1,
        where + " must be a text, {\"Ref\": name} or one function");
    Map.Entry<String, JsonNode> call = node.properties().iterator().next();
    JsonNode arguments = call.getValue();
    return switch (call.getKey()) {
      case "Ref" -> {
        require(arguments.isString(), "Ref of " + where + " must name a parameter");
        yield new Text.Ref(arguments.stringValue());
      }
      case "Fn::Join" -> {
        List<JsonNode> two = arguments(arguments, 2, "Fn::Join", where);
        yield new Text.Join(string(two.get(0), where), many(two.get(1), where));
      }
      case "Fn::Sub" -> sub(arguments, where);
      case "Fn::Select" -> select(arguments, where);
      case "Fn::FindInMap" -> find(arguments, where);
      default ->
          throw new MalformedTemplateException(
              "'" + call.getKey() + "' of " + where + " is not supported");
    };
  }

  private Text sub(JsonNode arguments, String where) {
    if (arguments.isString()) {
      return new Text.Sub(arguments.stringValue(), Map.of());
    }
    List<JsonNode> two = arguments(arguments, 2, "Fn::Sub", where);
    require(two.get(1).isObject(), "Fn::Sub of " + where + " must have an object of names");
    var more = new TreeMap<String, Text>();
    two.get(1).properties().forEach(each -> more.put(each.getKey(), read(each.getValue(), where)));
    return new Text.Sub(string(two.get(0), where), more);
  }

  private Text select(JsonNode arguments, String where) {
    List<JsonNode> two = arguments(arguments, 2, "Fn::Select", where);
    String index = two.get(0).asString("");
    require(index.matches("[0-9]{1,4}"), "Fn::Select of " + where + " must have an index");
    return new Text.Select(Integer.parseInt(index), many(two.get(1), where));
  }

  private Text find(JsonNode arguments, String where) {
    List<JsonNode> three = arguments(arguments, 3, "Fn::FindInMap", where);
    String map = string(three.get(0), where);
    Map<String, Map<String, String>> in = mappings.getOrDefault(map, Map.of());
    require(!in.isEmpty(), "Fn::FindInMap of " + where + " names no mapping: " + map);
    return new Text.Find(in, read(three.get(1), where), read(three.get(2), where));
  }

  private Many many(JsonNode node, String where) {
    if (node.isArray()) {
      return new Many.Each(node.values().stream().map(each -> read(each, where)).toList());
    }
    require(
        node.isObject() && node.size() == 1 && node.has("Fn::Split"),
        where + " must have a list or Fn::Split");
    List<JsonNode> two = arguments(node.path("Fn::Split"), 2, "Fn::Split", where);
    String delimiter = string(two.get(0), where);
    require(!delimiter.isEmpty(), "Fn::Split of " + where + " must have a delimiter");
    return new Many.Split(delimiter, read(two.get(1), where));
  }

  /** The text of a policy: as text, or as the JSON object itself. */
  Text document(JsonNode node, String where) {
    return node.isObject() && node.has("Statement")
        ? new Text.Literal(Json.text(node))
        : read(node, where);
  }

  private static List<JsonNode> arguments(JsonNode node, int count, String name, String where) {
    require(
        node.isArray() && node.size() == count,
        name + " of " + where + " must have a list of " + count);
    return List.copyOf(node.values());
  }

  private static String string(JsonNode node, String where) {
    require(node.isString(), where + " has something that must be a text");
    return node.stringValue();
  }

  static void require(boolean sound, String otherwise) {
    if (!sound) {
      throw new MalformedTemplateException(otherwise);
    }
  }
}
