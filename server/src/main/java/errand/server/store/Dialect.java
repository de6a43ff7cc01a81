package errand.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** What differs between databases beneath the statements themselves. */
interface Dialect {
  void putId(PreparedStatement statement, int index, UUID id) throws SQLException;

  UUID id(ResultSet rows, int index) throws SQLException;

  /**
   * True when the statement alone was refused, by a rule of the schema or because this connection
   * only looks; the transaction then goes on as if it had not been tried.
   */
  boolean refused(SQLException failure);
}
