package errand.core.app;

import java.util.List;

/** A page of a list; {@code more} says that there are others behind the last. */
public record Page<T>(List<T> items, boolean more) {
  public Page {
    items = List.copyOf(items);
  }

  /** A page of {@code limit} from a list that was asked for one more. */
  static <T> Page<T> of(List<T> oneTooMany, int limit) {
    boolean more = oneTooMany.size() > limit;
    return new Page<>(more ? oneTooMany.subList(0, limit) : oneTooMany, more);
  }
}
