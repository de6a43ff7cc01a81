package errand.server.wire.control;

import errand.core.fleet.TypeProperties;
import errand.core.fleet.TypeProperties.Propagating;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes {@code thingTypeProperties}. Source: control-plane 10.1 [model]. */
final class TypeShape {
  /** Most properties added to messages [inferred]. */
  static final int PROPAGATING_MAX = 20;

  // The quota below is far smaller and has a sentence of its own.
  private static final int SEARCHABLE_READ_MAX = 100;

  private static final Rule KEY_LENGTH = Rule.length(1, 128);
  private static final Rule USER_KEY =
      Rule.pattern(Pattern.compile("[a-zA-Z0-9:$.]+"), "[a-zA-Z0-9:$.]+");
  private static final Rule CONNECTION_KEY =
      Rule.pattern(Pattern.compile("[a-zA-Z0-9:.]+"), "[a-zA-Z0-9:.]+");

  private final TypeProperties properties;

  TypeShape(Optional<Input> input) {
    this.properties = input.map(TypeShape::read).orElse(TypeProperties.NONE);
  }

  TypeProperties read() {
    return properties;
  }

  /** What is wrong with properties whose shape is right. */
  Optional<String> problem() {
    boolean ambiguous =
        properties.propagating().stream()
            .flatMap(List::stream)
            .anyMatch(each -> each.attribute().isPresent() == each.connection().isPresent());
    return ambiguous
        ? Optional.of(
            "A propagating attribute needs either a thingAttribute or a connectionAttribute.")
        : Optional.empty();
  }

  private static TypeProperties read(Input input) {
    return new TypeProperties(
        input.text("thingTypeDescription", Rule.DESCRIPTION_LENGTH, Rule.DESCRIPTION).orElse(""),
        input
            .texts(
                "searchableAttributes",
                0,
                SEARCHABLE_READ_MAX,
                Attributes.NAME_LENGTH,
                Attributes.NAME)
            .orElse(List.of()),
        input
            .object("mqtt5Configuration")
            .map(
                mqtt ->
                    mqtt
                        .objects("propagatingAttributes", 0, PROPAGATING_MAX)
                        .orElse(List.of())
                        .stream()
                        .map(TypeShape::propagating)
                        .toList()));
  }

  private static Propagating propagating(Input input) {
    return new Propagating(
        input.text("userPropertyKey", KEY_LENGTH, USER_KEY),
        input.text("thingAttribute", Attributes.NAME_LENGTH, Attributes.NAME),
        input.text("connectionAttribute", KEY_LENGTH, CONNECTION_KEY));
  }

  static void write(ObjectNode node, TypeProperties properties) {
    if (!properties.description().isEmpty()) {
      node.put("thingTypeDescription", properties.description());
    }
    ArrayNode searchable = node.putArray("searchableAttributes");
    properties.searchable().forEach(searchable::add);
    properties
        .propagating()
        .ifPresent(
            list -> {
              ArrayNode array =
                  node.putObject("mqtt5Configuration").putArray("propagatingAttributes");
              list.forEach(each -> write(array.addObject(), each));
            });
  }

  private static void write(ObjectNode node, Propagating propagating) {
    propagating.key().ifPresent(text -> node.put("userPropertyKey", text));
    propagating.attribute().ifPresent(text -> node.put("thingAttribute", text));
    propagating.connection().ifPresent(text -> node.put("connectionAttribute", text));
  }
}
