package errand.server.wire.control;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of one object of a request, read with their constraints. Null counts as absent,
 * unknown members are ignored. What is broken goes to {@link Violations} and reads as absent.
 */
final class Input {
  /** Most zeros a number is echoed with; beyond, in exponent form. */
  private static final int ZEROS_SHOWN_MAX = 40;

  private final ObjectNode node;
  private final String path;
  private final Violations violations;

  Input(ObjectNode node, Violations violations) {
    this(node, "", violations);
  }

  private Input(ObjectNode node, String path, Violations violations) {
    this.node = node;
    this.path = path;
    this.violations = violations;
  }

  boolean has(String name) {
    return member(name).isPresent();
  }

  /** Says that the member is missing when it is. */
  void require(String name) {
    if (!has(name)) {
      violations.missing(at(name));
    }
  }

  /** Names of the members that are there. */
  List<String> names() {
    return node.properties().stream()
        .filter(each -> !each.getValue().isNull())
        .map(Map.Entry::getKey)
        .toList();
  }

  Optional<String> text(String name, Rule... rules) {
    Optional<JsonNode> value = member(name);
    if (value.filter(each -> !each.isString()).isPresent()) {
      return wrongType(name, value.get(), "be a string");
    }
    return value.map(JsonNode::stringValue).filter(text -> fits(text, at(name), rules));
  }

  /** A constant of an enum whose names are as the protocol spells them. */
  <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
    return text(name, Rule.oneOf(type)).map(text -> Enum.valueOf(type, text));
  }

  Optional<String> requiredText(String name, Rule... rules) {
    return required(name, text(name, rules));
  }

  /** A whole number within bounds, both included. */
  Optional<Long> whole(String name, long min, long max) {
    return number(name)
        .filter(
            value -> {
              boolean whole = value.stripTrailingZeros().scale() <= 0;
              return whole || broken(shown(value), name, "be a whole number");
            })
        .filter(value -> within(value, name, BigDecimal.valueOf(min), BigDecimal.valueOf(max)))
        .map(BigDecimal::longValueExact);
  }

  /** The version a change expects. */
  OptionalLong expectedVersion() {
    return whole("expectedVersion", Long.MIN_VALUE, Long.MAX_VALUE)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  Optional<Long> requiredWhole(String name, long min, long max) {
    return required(name, whole(name, min, max));
  }

  /** A number within bounds, both included, with no more decimals than given. */
  Optional<BigDecimal> decimal(String name, BigDecimal min, BigDecimal max, int decimals) {
    return number(name)
        .filter(value -> within(value, name, min, max))
        .filter(
            value ->
                value.stripTrailingZeros().scale() <= decimals
                    || broken(shown(value), name, "have at most " + decimals + " decimals"));
  }

  Optional<BigDecimal> requiredDecimal(String name, BigDecimal min, BigDecimal max, int decimals) {
    return required(name, decimal(name, min, max, decimals));
  }

  Optional<Boolean> flag(String name) {
    Optional<JsonNode> value = member(name);
    if (value.filter(each -> !each.isBoolean()).isPresent()) {
      return wrongType(name, value.get(), "be true or false");
    }
    return value.map(JsonNode::booleanValue);
  }

  Optional<Input> object(String name) {
    Optional<JsonNode> value = member(name);
    if (value.filter(each -> !each.isObject()).isPresent()) {
      return wrongType(name, value.get(), "be an object");
    }
    return value.map(each -> new Input((ObjectNode) each, at(name), violations));
  }

  Optional<Input> requiredObject(String name) {
    return required(name, object(name));
  }

  /** Objects of a list, addressed from 1 as {@code list.1.member}. */
  Optional<List<Input>> objects(String name, int min, int max) {
    return elements(name, min, max)
        .map(
            nodes -> {
              var inputs = new ArrayList<Input>();
              for (int i = 0; i < nodes.size(); i++) {
                String where = at(name) + "." + (i + 1) + ".member";
                if (nodes.get(i) instanceof ObjectNode object) {
                  inputs.add(new Input(object, where, violations));
                } else {
                  violations.add(kind(nodes.get(i)), where, "be an object");
                }
              }
              return inputs;
            });
  }

  /** Texts of a list. */
  Optional<List<String>> texts(String name, int min, int max, Rule... rules) {
    return elements(name, min, max)
        .map(
            nodes -> {
              var texts = new ArrayList<String>();
              for (int i = 0; i < nodes.size(); i++) {
                String where = at(name) + "." + (i + 1) + ".member";
                if (!nodes.get(i).isString()) {
                  violations.add(kind(nodes.get(i)), where, "be a string");
                } else if (fits(nodes.get(i).stringValue(), where, rules)) {
                  texts.add(nodes.get(i).stringValue());
                }
              }
              return texts;
            });
  }

  Optional<List<String>> requiredTexts(String name, int min, int max, Rule... rules) {
    return required(name, texts(name, min, max, rules));
  }

  /**
   * A map of texts, in the order given. What is wrong with keys and values is said of the map as a
   * whole, as the service does ([issue], aws-sdk-java 666).
   */
  Map<String, String> pairs(Rule key, Rule value) {
    var pairs = new LinkedHashMap<String, String>();
    for (var each : node.properties()) {
      JsonNode given = each.getValue();
      if (given.isNull()) {
        continue;
      }
      if (given.isString()) {
        pairs.put(each.getKey(), given.stringValue());
      } else {
        violations.add(kind(given), at(each.getKey()), "be a string");
      }
    }
    broken(pairs.keySet(), key)
        .ifPresent(what -> violations.addOfMap(pairs.toString(), path, "Map keys", what));
    broken(pairs.values(), value)
        .ifPresent(what -> violations.addOfMap(pairs.toString(), path, "Map value", what));
    return pairs;
  }

  /** Names of the members that are there and keep the rule, in the order given. */
  List<String> keys(Rule key) {
    Optional<String> broken = broken(names(), key);
    broken.ifPresent(
        what -> violations.addOfMap(String.join(", ", names()), path, "Map keys", what));
    return broken.isPresent() ? List.of() : names();
  }

  private static Optional<String> broken(Collection<String> texts, Rule rule) {
    return texts.stream().flatMap(text -> rule.broken(text).stream()).findFirst();
  }

  /** The elements of a list, whatever they are. */
  Optional<List<JsonNode>> elements(String name, int min, int max) {
    Optional<JsonNode> value = member(name);
    if (value.filter(each -> !each.isArray()).isPresent()) {
      return wrongType(name, value.get(), "be a list");
    }
    Optional<List<JsonNode>> list = value.map(each -> new ArrayList<>(each.values()));
    return list.filter(
        nodes -> {
          String shown = "[" + nodes.size() + " elements]";
          if (nodes.size() > max) {
            return broken(shown, name, "have length less than or equal to " + max);
          }
          return nodes.size() >= min
              || broken(shown, name, "have length greater than or equal to " + min);
        });
  }

  private Optional<BigDecimal> number(String name) {
    Optional<JsonNode> value = member(name);
    if (value.filter(each -> !each.isNumber()).isPresent()) {
      return wrongType(name, value.get(), "be a number");
    }
    return value.map(JsonNode::decimalValue);
  }

  private boolean within(BigDecimal value, String name, BigDecimal min, BigDecimal max) {
    if (value.compareTo(max) > 0) {
      return broken(shown(value), name, "have value less than or equal to " + max.toPlainString());
    }
    return value.compareTo(min) >= 0
        || broken(shown(value), name, "have value greater than or equal to " + min.toPlainString());
  }

  // Written out, a number of a dozen characters may have a billion zeros.
  private static String shown(BigDecimal value) {
    boolean plain = Math.abs((long) value.scale()) <= ZEROS_SHOWN_MAX;
    return plain ? value.toPlainString() : value.toString();
  }

  private boolean fits(String text, String where, Rule... rules) {
    boolean fits = keeps(text, where, Rule.WELL_FORMED);
    for (Rule rule : rules) {
      fits &= keeps(text, where, rule);
    }
    return fits;
  }

  private boolean keeps(String text, String where, Rule rule) {
    Optional<String> broken = rule.broken(text);
    broken.ifPresent(what -> violations.add(text, where, what));
    return broken.isEmpty();
  }

  private boolean broken(String value, String name, String rule) {
    violations.add(value, at(name), rule);
    return false;
  }

  private <T> Optional<T> wrongType(String name, JsonNode value, String rule) {
    violations.add(kind(value), at(name), rule);
    return Optional.empty();
  }

  private <T> Optional<T> required(String name, Optional<T> value) {
    if (member(name).isEmpty()) {
      violations.missing(at(name));
    }
    return value;
  }

  private static String kind(JsonNode value) {
    return value.isValueNode()
        ? value.asString()
        : value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private Optional<JsonNode> member(String name) {
    JsonNode value = node.path(name);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
