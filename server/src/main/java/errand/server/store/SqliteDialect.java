package errand.server.store;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** SQLite: ids are blobs of 16 bytes, whose order is that of the bytes. */
final class SqliteDialect implements Dialect {
  private static final int READONLY = 8;
  private static final int CONSTRAINT = 19;
  private static final int ID_BYTES = 16;

  @Override
  public void putId(PreparedStatement statement, int index, UUID id) throws SQLException {
    byte[] bytes =
        ByteBuffer.allocate(ID_BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    statement.setBytes(index, bytes);
  }

  @Override
  public UUID id(ResultSet rows, int index) throws SQLException {
    ByteBuffer bytes = ByteBuffer.wrap(rows.getBytes(index));
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  @Override
  public boolean refused(SQLException failure) {
    return failure.getErrorCode() == CONSTRAINT || failure.getErrorCode() == READONLY;
  }
}
