package errand.server.wire.control;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The attributes of things and groups. Limits: control-plane 10.1. */
final class Attributes {
  private static final Rule KEY_LENGTH = Rule.length(1, 128);
  private static final Rule KEY =
      Rule.pattern(Pattern.compile("[a-zA-Z0-9_.,@/:#-]+"), "[a-zA-Z0-9_.,@/:#-]+");
  private static final Rule VALUE_LENGTH = Rule.length(0, 800);
  private static final Rule VALUE =
      Rule.pattern(
          Pattern.compile("[a-zA-Z0-9_.,@/:#=\\[\\]-]*"), "[a-zA-Z0-9_.,@/:#=\\[\\]-]*");

  private Attributes() {}

  /** Reads {@code attributePayload.attributes}; pairs with an empty value count as not given. */
  static SortedMap<String, String> read(Optional<Input> payload) {
    var attributes = new TreeMap<String, String>();
    payload
        .flatMap(each -> each.object("attributes"))
        .map(each -> each.pairs(both(KEY_LENGTH, KEY), both(VALUE_LENGTH, VALUE)))
        .ifPresent(attributes::putAll);
    attributes.values().removeIf(String::isEmpty);
    return attributes;
  }

  private static Rule both(Rule first, Rule second) {
    return text -> first.broken(text).or(() -> second.broken(text));
  }
}
