package errand.core.fleet.policy;

import java.util.List;
import java.util.Locale;

/** Names of actions, with wildcards; letters' case does not count. */
record Words(boolean except, List<Glob> globs) {
  static Words of(boolean except, List<String> written) {
    return new Words(
        except, written.stream().map(each -> Glob.of(each.toLowerCase(Locale.ROOT))).toList());
  }

  boolean cover(Action action) {
    return except != action.names().stream().anyMatch(this::named);
  }

  private boolean named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return globs.stream().anyMatch(glob -> glob.matches(lower));
  }
}
