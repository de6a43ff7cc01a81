package errand.core.fleet;

import java.util.SortedMap;
import java.util.TreeMap;

/** What an update does to attributes. Source: control-plane 10.1 [model]. */
public sealed interface AttributeChange {
  /** Leaves them as they are. */
  record Keep() implements AttributeChange {}

  /** Puts these in the place of all; pairs without a value are not kept. */
  record Replace(SortedMap<String, String> pairs) implements AttributeChange {
    public Replace {
      pairs = new TreeMap<>(pairs);
    }
  }

  /** Adds these to the others; a pair without a value removes the attribute. */
  record Merge(SortedMap<String, String> pairs) implements AttributeChange {
    public Merge {
      pairs = new TreeMap<>(pairs);
    }
  }

  /** The attributes after the change. */
  default SortedMap<String, String> on(SortedMap<String, String> before) {
    return switch (this) {
      case Keep() -> before;
      case Replace(var pairs) -> valued(pairs);
      case Merge(var pairs) -> {
        var all = new TreeMap<>(before);
        all.putAll(pairs);
        yield valued(all);
      }
    };
  }

  private static SortedMap<String, String> valued(SortedMap<String, String> pairs) {
    var valued = new TreeMap<>(pairs);
    valued.values().removeIf(String::isEmpty);
    return valued;
  }
}
