package errand.server.fuzz;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All that a server has written down, table by table. Read beside it, committed rows only. */
final class Books implements AutoCloseable {
  /** Who tried what is written down for refused calls too, and counted. */
  private static final Set<String> OF_ATTEMPTS =
      Set.of("audit", "audit_resources", "marks", "sqlite_sequence");

  private final Connection connection;
  private final ArrayList<String> tables = new ArrayList<>();

  private Books(Connection connection) throws SQLException {
    this.connection = connection;
    try (var statement = connection.createStatement();
        var names =
            statement.executeQuery(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) {
      while (names.next()) {
        if (!OF_ATTEMPTS.contains(names.getString(1))) {
          tables.add(names.getString(1));
        }
      }
    }
  }

  static Books of(Path folder) {
    try {
      return new Books(DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("errand.db")));
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Table names, each with the text of all its rows. */
  Map<String, String> read() {
    var all = new TreeMap<String, String>();
    try (var statement = connection.createStatement()) {
      for (var table : tables) {
        try (var rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
          all.put(table, text(rows));
        }
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return all;
  }

  private static String text(ResultSet rows) throws SQLException {
    var text = new StringBuilder();
    var columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      for (int column = 1; column <= columns; column++) {
        text.append(rows.getString(column)).append('\t');
      }
      text.append('\n');
    }
    return text.toString();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
