package errand.server.store;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row at hand, by column name. Columns are found once for all runs of a statement. */
final class Row {
  private final Sql sql;
  private final Dialect dialect;
  private final String text;
  private final Map<String, Integer> columns = new HashMap<>();
  private @Nullable ResultSet rows;

  Row(Sql sql, Dialect dialect, String text) {
    this.sql = sql;
    this.dialect = dialect;
    this.text = text;
  }

  void over(ResultSet next) throws SQLException {
    if (columns.isEmpty()) {
      ResultSetMetaData names = next.getMetaData();
      for (int i = 1; i <= names.getColumnCount(); i++) {
        columns.put(names.getColumnLabel(i), i);
      }
    }
    rows = next;
  }

  String text(String column) {
    return require(column, get(column, ResultSet::getString));
  }

  Optional<String> textOrNone(String column) {
    return Optional.ofNullable(get(column, ResultSet::getString));
  }

  long number(String column) {
    return require(column, get(column, ResultSet::getLong));
  }

  int small(String column) {
    return Math.toIntExact(number(column));
  }

  boolean flag(String column) {
    return number(column) != 0;
  }

  Instant time(String column) {
    return Instant.ofEpochMilli(number(column));
  }

  Optional<Instant> timeOrNone(String column) {
    Long millis = get(column, Row::longOrNull);
    return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
  }

  UUID id(String column) {
    return require(column, get(column, dialect::id));
  }

  private static @Nullable Long longOrNull(ResultSet rows, int index) throws SQLException {
    long value = rows.getLong(index);
    return rows.wasNull() ? null : value;
  }

  private <T> @Nullable T get(String column, Getter<T> getter) {
    Integer index = columns.get(column);
    if (index == null || rows == null) {
      throw new IllegalArgumentException("no column " + column + " in: " + text);
    }
    try {
      return getter.get(rows, index);
    } catch (SQLException failure) {
      throw sql.translate(failure, text);
    }
  }

  private <T> T require(String column, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("nothing in column " + column + " of: " + text);
    }
    return value;
  }

  @FunctionalInterface
  private interface Getter<T> {
    @Nullable T get(ResultSet rows, int index) throws SQLException;
  }
}
