package errand.server.store;

import errand.core.fleet.ThingId;
import errand.core.job.Chore;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link Chore} as it is stored; where a walk stands is in {@code order} and {@code thing}. */
record ChoreJson(Kind kind, @Nullable Boolean running, @Nullable Long order, @Nullable UUID thing) {
  enum Kind {
    CALL_OFF,
    SHOW,
    HIDE,
    RECHECK,
    DELETE
  }

  static ChoreJson of(Chore chore) {
    return switch (chore) {
      case Chore.CallOff(var running) -> new ChoreJson(Kind.CALL_OFF, running, null, null);
      case Chore.Show(var below) -> walk(Kind.SHOW, below);
      case Chore.Hide(var below) -> walk(Kind.HIDE, below);
      case Chore.Recheck(var below) -> walk(Kind.RECHECK, below);
      case Chore.Delete() -> new ChoreJson(Kind.DELETE, null, null, null);
    };
  }

  private static ChoreJson walk(Kind kind, Optional<Chore.Cursor> below) {
    return new ChoreJson(
        kind,
        null,
        below.map(Chore.Cursor::order).orElse(null),
        below.map(cursor -> cursor.thing().uuid()).orElse(null));
  }

  Chore chore() {
    return switch (kind) {
      case CALL_OFF -> new Chore.CallOff(Boolean.TRUE.equals(running));
      case SHOW -> new Chore.Show(below());
      case HIDE -> new Chore.Hide(below());
      case RECHECK -> new Chore.Recheck(below());
      case DELETE -> new Chore.Delete();
    };
  }

  private Optional<Chore.Cursor> below() {
    return order == null || thing == null
        ? Optional.empty()
        : Optional.of(new Chore.Cursor(order, new ThingId(thing)));
  }
}
