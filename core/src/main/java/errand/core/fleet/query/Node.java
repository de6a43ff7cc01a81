package errand.core.fleet.query;

import java.util.List;

/** A query as a tree. */
sealed interface Node {
  boolean matches(Searchable thing);

  record All() implements Node {
    @Override
    public boolean matches(Searchable thing) {
      return true;
    }
  }

  record And(List<Node> parts) implements Node {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(Searchable thing) {
      return parts.stream().allMatch(part -> part.matches(thing));
    }
  }

  record Or(List<Node> parts) implements Node {
    public Or {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(Searchable thing) {
      return parts.stream().anyMatch(part -> part.matches(thing));
    }
  }

  record Not(Node part) implements Node {
    @Override
    public boolean matches(Searchable thing) {
      return !part.matches(thing);
    }
  }

  /** Some value of a field is so. */
  record InField(String field, Condition condition) implements Node {
    @Override
    public boolean matches(Searchable thing) {
      return thing.values(field).stream().anyMatch(condition::holds);
    }
  }

  /** Some value of any field is so. */
  record Anywhere(Condition condition) implements Node {
    @Override
    public boolean matches(Searchable thing) {
      return thing.everything().stream().anyMatch(condition::holds);
    }
  }
}
