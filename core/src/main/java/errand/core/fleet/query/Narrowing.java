package errand.core.fleet.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every match of a query has, as far as that is plain: a store may skip things without it, and
 * need not. All texts are folded and ASCII.
 *
 * @param name the whole name
 * @param prefix how the name begins; empty when anything will do
 * @param groups each a group that the thing is in
 * @param type the thing type's name
 * @param attributes each an attribute with its value
 */
public record Narrowing(
    Optional<String> name,
    String prefix,
    List<String> groups,
    Optional<String> type,
    List<Attribute> attributes) {
  /** Nothing is known: look at every thing. */
  public static final Narrowing NONE =
      new Narrowing(Optional.empty(), "", List.of(), Optional.empty(), List.of());

  public Narrowing {
    groups = List.copyOf(groups);
    attributes = List.copyOf(attributes);
  }

  /**
   * An attribute that the thing has.
   *
   * @param name as it is written, for field names have a case
   */
  public record Attribute(String name, String value) {}

  static Narrowing of(Node node) {
    return switch (node) {
      case Node.And(var parts) -> parts.stream().map(Narrowing::of).reduce(NONE, Narrowing::and);
      case Node.Or(var parts) when parts.size() == 1 -> of(parts.getFirst());
      case Node.InField(var field, Condition.Word(var glob)) when Folding.ascii(glob.literal()) ->
          word(field, glob);
      case Node.All _, Node.Or _, Node.Not _, Node.InField _, Node.Anywhere _ -> NONE;
    };
  }

  private static Narrowing word(String field, Glob glob) {
    String literal = glob.literal();
    if (field.equals(Fields.THING_NAME)) {
      return glob.exact()
          ? new Narrowing(Optional.of(literal), literal, List.of(), Optional.empty(), List.of())
          : new Narrowing(Optional.empty(), literal, List.of(), Optional.empty(), List.of());
    }
    if (!glob.exact()) {
      return NONE;
    }
    if (field.equals(Fields.THING_GROUP_NAMES)) {
      return new Narrowing(Optional.empty(), "", List.of(literal), Optional.empty(), List.of());
    }
    if (field.equals(Fields.THING_TYPE_NAME)) {
      return new Narrowing(Optional.empty(), "", List.of(), Optional.of(literal), List.of());
    }
    return field.startsWith(Fields.ATTRIBUTES) ? attribute(field, literal) : NONE;
  }

  private static Narrowing attribute(String field, String value) {
    var attribute = new Attribute(field.substring(Fields.ATTRIBUTES.length()), value);
    return new Narrowing(Optional.empty(), "", List.of(), Optional.empty(), List.of(attribute));
  }

  // Of two names, or two types, either will do: what is skipped for lack of one is no match.
  private Narrowing and(Narrowing other) {
    return new Narrowing(
        name.or(other::name),
        prefix.length() >= other.prefix.length() ? prefix : other.prefix,
        joined(groups, other.groups),
        type.or(other::type),
        joined(attributes, other.attributes));
  }

  private static <T> List<T> joined(List<T> some, List<T> others) {
    var all = new ArrayList<>(some);
    others.stream().filter(each -> !all.contains(each)).forEach(all::add);
    return all;
  }
}
