package errand.core.app;

import errand.core.fleet.Group;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingType;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks up what a request names and goes on with it, or says that it is missing or has changed. */
final class Find {
  private Find() {}

  static <T> Answer<T, ControlRefusal> thing(
      Tx tx, ThingName name, Function<Thing, Answer<T, ControlRefusal>> then) {
    return tx.things()
        .find(name)
        .map(then)
        .orElseGet(() -> ControlRefusal.notFound("Thing " + name + " not found."));
  }

  static <T> Answer<T, ControlRefusal> group(
      Tx tx, GroupName name, Function<Group, Answer<T, ControlRefusal>> then) {
    return tx.groups()
        .find(name)
        .map(then)
        .orElseGet(() -> ControlRefusal.notFound("Thing group " + name + " not found."));
  }

  static <T> Answer<T, ControlRefusal> type(
      Tx tx, ThingTypeName name, Function<ThingType, Answer<T, ControlRefusal>> then) {
    return tx.thingTypes()
        .find(name)
        .map(then)
        .orElseGet(() -> ControlRefusal.notFound("Thing type " + name + " not found."));
  }

  /** Goes on when no version is expected, or this one. */
  static <T> Answer<T, ControlRefusal> current(
      String what, long version, OptionalLong expected, Supplier<Answer<T, ControlRefusal>> then) {
    return expected.isEmpty() || expected.getAsLong() == version
        ? then.get()
        : ControlRefusal.versionConflict(
            "The version for " + what + " does not match the expected version.");
  }
}
