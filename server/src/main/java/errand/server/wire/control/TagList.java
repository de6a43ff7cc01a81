package errand.server.wire.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code tags} of a request. Source: control-plane 10.5 [model].
 *
 * @param problem what is wrong with tags whose shape is right
 */
record TagList(SortedMap<String, String> byKey, Optional<String> problem) {
  static final Rule KEY_LENGTH = Rule.length(1, 128);
  static final Rule KEY =
      Rule.pattern(
          Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"),
          "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");

  /** Tags read from one request; the quota for a resource is smaller and has its own sentence. */
  static final int READ_MAX = 200;

  private static final Rule VALUE_LENGTH = Rule.length(0, 256);

  // Tags that begin so are AWS's own [inferred]: the general rule of its tagging.
  private static final String RESERVED = "aws:";

  static TagList read(Input body) {
    var keys = new ArrayList<String>();
    var byKey = new TreeMap<String, String>();
    for (Input each : body.objects("tags", 0, READ_MAX).orElse(List.of())) {
      Optional<String> key = each.requiredText("Key", KEY_LENGTH, KEY);
      Optional<String> value = each.text("Value", VALUE_LENGTH);
      key.ifPresent(
          text -> {
            keys.add(text);
            byKey.put(text, value.orElse(""));
          });
    }
    return new TagList(byKey, problem(keys, byKey));
  }

  private static Optional<String> problem(List<String> keys, SortedMap<String, String> byKey) {
    if (keys.size() > byKey.size()) {
      return Optional.of("Each tag key can be given once only.");
    }
    return keys.stream()
        .filter(key -> key.startsWith(RESERVED))
        .findFirst()
        .map(key -> "Tag keys that begin with aws: are reserved: " + key);
  }

  static void write(ObjectNode into, SortedMap<String, String> tags) {
    ArrayNode list = into.putArray("tags");
    tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
  }
}
