package errand.server.fuzz;

import errand.server.fuzz.Recorded.Sent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests that were right, with something wrong in path, query, headers or body. */
final class Twists {
  /** Names as they stand in a path, tricks with escapes among them. */
  private static final List<String> SEGMENTS =
      List.of(
          "",
          "%2F",
          "a%2Fb",
          "%252F",
          "%00",
          "%0A",
          "%",
          "%zz",
          "%ff%fe",
          "%2e",
          "%2e%2e",
          "..",
          ".",
          "...",
          "a:b",
          "a%3Ab",
          ":",
          "$next",
          "%24next",
          "%C3%A4",
          "%F0%9F%98%80",
          "%20",
          "a+b",
          "a;b=1",
          "a,b",
          "%22",
          "%5C",
          "%7F",
          "*",
          "1",
          "0",
          "-1",
          "99999999999999999999",
          "pump-1",
          "hall",
          "both",
          "x".repeat(64),
          "x".repeat(129),
          "x".repeat(3_000));

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "true",
          "TRUE",
          "0",
          "-1",
          "1",
          "251",
          "1e3",
          "9223372036854775808",
          "null",
          "IN_PROGRESS",
          "pump-1",
          "hall",
          "both",
          "$aws",
          "*",
          "a/b",
          "../..",
          "%2F",
          "%00",
          "\u0000",
          "\u001f",
          "\u007f",
          "\u0085",
          "\u00e4",
          "\u202e",
          "\ufeff",
          "\uffff",
          "\ud83d\ude00",
          "'; DROP TABLE things; --",
          "{}",
          "[]",
          "${jndi:x}",
          "cron(0 0 1 1 ? *)",
          "2027-02-30T25:61",
          "arn:aws:iot:us-east-1:111122223333:thing/pump-1",
          "arn:aws:iot:us-east-1:000000000000:thing/../x",
          "x".repeat(300),
          "x".repeat(40_000));

  /** Values as they stand in JSON; not all of them are any. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1",
          "1",
          "1.5",
          "-0.0",
          "1e400",
          "1e-400",
          "9223372036854775807",
          "9223372036854775808",
          "1e999999999",
          "\"\"",
          "\"1\"",
          "\"true\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u202e\\ufeff\"",
          "[]",
          "{}",
          "[null]",
          "[[]]",
          "[{}]",
          "{\"\":\"\"}",
          "{\"a\":null}",
          "{\"a\":{\"a\":[]}}",
          "NaN",
          "Infinity",
          "'x'",
          "/**/1",
          "01",
          "\"\t\"",
          "nul");

  private static final String HOLE = "HOLE-4f2a";

  private final RandomGenerator random;

  Twists(RandomGenerator random) {
    this.random = random;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** One to three things wrong. */
  Sent twisted(Sent sent) {
    var twisted = sent;
    for (int left = random.nextInt(1, 4); left > 0; left--) {
      twisted = once(twisted);
    }
    return twisted;
  }

  private Sent once(Sent sent) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> sent.path(path(sent.path()));
      case 2 -> sent.query(query(sent.query()));
      case 3 -> header(sent);
      default -> sent.body(body(sent.body()));
    };
  }

  private String path(String path) {
    var segments = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    segments.set(random.nextInt(segments.size()), one(SEGMENTS));
    return "/" + String.join("/", segments);
  }

  private String query(String query) {
    var given = query.isEmpty() ? "a=b" : query.substring(1);
    var parts = new ArrayList<>(List.of(given.split("&", -1)));
    var at = random.nextInt(parts.size());
    var name = parts.get(at).replaceFirst("=.*", "");
    var text = one(TEXTS);
    var value =
        URLEncoder.encode(text.substring(0, Math.min(500, text.length())), StandardCharsets.UTF_8);
    switch (random.nextInt(4)) {
      case 0 -> parts.add(parts.get(at));
      case 1 -> parts.add(name + "=" + value);
      case 2 -> parts.set(at, name);
      default -> parts.set(at, name + "=" + value);
    }
    return "?" + String.join("&", parts);
  }

  private Sent header(Sent sent) {
    if (sent.headers().isEmpty() || random.nextBoolean()) {
      return sent.header(
          "content-type",
          one(List.of("text/plain", "application/xml", "application/json;charset=utf-16", "x")));
    }
    var name = one(List.copyOf(sent.headers().keySet()));
    return sent.header(
        name,
        one(List.of("x", "*", "arn:aws:iot:us-east-1:000000000000:cert/x", "x".repeat(3_000))));
  }

  private String body(String body) {
    return switch (random.nextInt(12)) {
      case 0 -> deep();
      case 1 -> one(VALUES);
      case 2 -> cut(body);
      case 3 -> twice(body);
      default -> slot(body);
    };
  }

  private String deep() {
    var depth = random.nextInt(1, 3_000);
    return random.nextBoolean()
        ? "{\"a\":".repeat(depth) + "1" + "}".repeat(depth)
        : "{\"tags\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  private String cut(String body) {
    return body.isEmpty() ? "{" : body.substring(0, random.nextInt(body.length()));
  }

  /** A member given twice, the second time with another value. */
  private String twice(String body) {
    var end = body.lastIndexOf('}');
    if (end < 2 || !(tree(body) instanceof ObjectNode object) || object.isEmpty()) {
      return "{\"a\":1,\"a\":2}";
    }
    var name = one(List.copyOf(object.propertyNames()));
    return body.substring(0, end) + ",\"" + name + "\":" + one(VALUES) + "}";
  }

  /** Somewhere in the tree a value is exchanged, dropped, or joined by one that nobody knows. */
  private String slot(String body) {
    if (!(tree(body.isEmpty() ? "{}" : body) instanceof ObjectNode root)) {
      return body;
    }
    var holders = new ArrayList<JsonNode>();
    collect(root, holders);
    var odd =
        random.nextInt(3) == 0 ? JsonMapper.shared().writeValueAsString(one(TEXTS)) : one(VALUES);
    switch (one(holders)) {
      case ObjectNode object when !object.isEmpty() && random.nextInt(6) > 0 -> {
        var name = one(List.copyOf(object.propertyNames()));
        if (random.nextInt(5) == 0) {
          object.remove(name);
        } else {
          object.put(name, HOLE);
        }
      }
      case ObjectNode object -> object.put(one(TEXTS), HOLE);
      case ArrayNode list -> list.add(HOLE);
      default -> throw new IllegalStateException("holders hold");
    }
    return root.toString().replace("\"" + HOLE + "\"", odd);
  }

  /**
   * A request one of whose members has another type.
   *
   * @param what the member's path and the type
   */
  record OtherType(String what, Sent sent) {}

  /** Each member of the body, however deep, with each type that it has not. */
  static List<OtherType> otherTypes(Sent sent) {
    var others = new ArrayList<OtherType>();
    if (tree(sent.body()) instanceof ObjectNode root) {
      addOtherTypes(others, sent, root, root, "");
    }
    return others;
  }

  private static void addOtherTypes(
      List<OtherType> others, Sent sent, ObjectNode root, JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      for (var name : List.copyOf(object.propertyNames())) {
        var right = object.path(name);
        for (var wrong : List.of("5", "\"x\"", "true", "[]", "{}")) {
          var value = tree(wrong);
          if (value.getNodeType() != right.getNodeType()) {
            object.set(name, value);
            var what = path + "." + name + " " + value.getNodeType();
            others.add(new OtherType(what, sent.body(root.toString())));
          }
        }
        object.set(name, right);
        addOtherTypes(others, sent, root, right, path + "." + name);
      }
    }
    if (node instanceof ArrayNode list) {
      list.forEach(each -> addOtherTypes(others, sent, root, each, path));
    }
  }

  private static void collect(JsonNode node, List<JsonNode> holders) {
    if (node.isContainer()) {
      holders.add(node);
      node.forEach(each -> collect(each, holders));
    }
  }

  private static JsonNode tree(String body) {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException broken) {
      return JsonMapper.shared().nullNode();
    }
  }
}
