package errand.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A prepared statement of one connection: put every parameter, then run it. Instants are kept in
 * whole milliseconds, what is below is dropped.
 */
final class Call {
  private final Sql sql;
  private final Dialect dialect;
  private final NamedText text;
  private final PreparedStatement statement;
  private final Row row;

  /** The parameters in the order in which they were put the last time: most often, also now. */
  private final List<Slot> slots = new ArrayList<>();

  private int next;
  private int missing;

  Call(Sql sql, Dialect dialect, NamedText text, PreparedStatement statement) {
    this.sql = sql;
    this.dialect = dialect;
    this.text = text;
    this.statement = statement;
    this.row = new Row(sql, dialect, text.positional());
  }

  Call begin() {
    next = 0;
    missing = text.names().size();
    return this;
  }

  Call text(String name, String value) {
    return put(name, at -> statement.setString(at, value));
  }

  Call text(String name, Optional<String> value) {
    return value.isPresent() ? text(name, value.get()) : absent(name, Types.VARCHAR);
  }

  Call number(String name, long value) {
    return put(name, at -> statement.setLong(at, value));
  }

  Call flag(String name, boolean value) {
    return number(name, value ? 1 : 0);
  }

  Call time(String name, Instant value) {
    return number(name, value.toEpochMilli());
  }

  Call time(String name, Optional<Instant> value) {
    return value.isPresent() ? time(name, value.get()) : absent(name, Types.BIGINT);
  }

  Call id(String name, UUID value) {
    return put(name, at -> dialect.putId(statement, at, value));
  }

  Call absent(String name, int type) {
    return put(name, at -> statement.setNull(at, type));
  }

  /** Runs a change; how many rows it met. */
  int update() {
    requireComplete();
    try {
      return statement.executeUpdate();
    } catch (SQLException failure) {
      throw sql.translate(failure, text.positional());
    }
  }

  /** Every row, in order. */
  <T> List<T> list(Function<Row, T> reader) {
    requireComplete();
    try (ResultSet rows = statement.executeQuery()) {
      row.over(rows);
      var all = new ArrayList<T>();
      while (rows.next()) {
        all.add(reader.apply(row));
      }
      return all;
    } catch (SQLException failure) {
      throw sql.translate(failure, text.positional());
    }
  }

  /** The first row. */
  <T> Optional<T> first(Function<Row, T> reader) {
    requireComplete();
    try (ResultSet rows = statement.executeQuery()) {
      row.over(rows);
      return rows.next() ? Optional.of(reader.apply(row)) : Optional.empty();
    } catch (SQLException failure) {
      throw sql.translate(failure, text.positional());
    }
  }

  private Call put(String name, Setter setter) {
    for (int place : slot(name).places()) {
      set(setter, place);
      missing--;
    }
    return this;
  }

  private Slot slot(String name) {
    if (next < slots.size() && slots.get(next).name().equals(name)) {
      return slots.get(next++);
    }
    Slot found = Slot.of(name, text);
    slots.subList(next, slots.size()).clear();
    slots.add(found);
    next++;
    return found;
  }

  private void set(Setter setter, int index) {
    try {
      setter.set(index);
    } catch (SQLException failure) {
      throw sql.translate(failure, text.positional());
    }
  }

  // A parameter left out would silently keep the value of the call before.
  private void requireComplete() {
    if (missing != 0) {
      throw new IllegalStateException(missing + " parameters not put in: " + text.positional());
    }
  }

  @FunctionalInterface
  private interface Setter {
    void set(int index) throws SQLException;
  }

  /** The question marks that stand for a parameter, from 1. */
  private record Slot(String name, List<Integer> places) {
    static Slot of(String name, NamedText text) {
      var places = new ArrayList<Integer>();
      for (int i = 0; i < text.names().size(); i++) {
        if (text.names().get(i).equals(name)) {
          places.add(i + 1);
        }
      }
      if (places.isEmpty()) {
        throw new IllegalArgumentException("no parameter " + name + " in: " + text.positional());
      }
      return new Slot(name, List.copyOf(places));
    }
  }
}
