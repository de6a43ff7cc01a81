package errand.server.wire.control;

import errand.core.fleet.AttributeChange;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The attributes of things and groups. Limits: control-plane 10.1. */
final class Attributes {
  static final Rule NAME_LENGTH = Rule.length(1, 128);
  static final Rule NAME =
      Rule.pattern(Pattern.compile("[a-zA-Z0-9_.,@/:#-]+"), "[a-zA-Z0-9_.,@/:#-]+");
  static final Rule VALUE_LENGTH = Rule.length(0, 800);
  static final Rule VALUE =
      Rule.pattern(Pattern.compile("[a-zA-Z0-9_.,@/:#=\\[\\]-]*"), "[a-zA-Z0-9_.,@/:#=\\[\\]-]*");

  private Attributes() {}

  /** Reads the {@code attributePayload} of something new; pairs without a value do not count. */
  static SortedMap<String, String> read(Optional<Input> payload) {
    return payload
        .flatMap(Attributes::pairs)
        .map(pairs -> new AttributeChange.Replace(pairs).on(new TreeMap<>()))
        .orElseGet(TreeMap::new);
  }

  /** Reads the {@code attributePayload} of an update. */
  static AttributeChange change(Optional<Input> payload) {
    boolean merge = payload.flatMap(each -> each.flag("merge")).orElse(false);
    return payload
        .flatMap(Attributes::pairs)
        .<AttributeChange>map(
            pairs -> merge ? new AttributeChange.Merge(pairs) : new AttributeChange.Replace(pairs))
        .orElseGet(AttributeChange.Keep::new);
  }

  static void write(ObjectNode into, SortedMap<String, String> attributes) {
    ObjectNode node = into.putObject("attributes");
    attributes.forEach(node::put);
  }

  private static Optional<SortedMap<String, String>> pairs(Input payload) {
    return payload
        .object("attributes")
        .map(each -> each.pairs(both(NAME_LENGTH, NAME), both(VALUE_LENGTH, VALUE)))
        .map(TreeMap::new);
  }

  private static Rule both(Rule first, Rule second) {
    return text -> first.broken(text).or(() -> second.broken(text));
  }
}
