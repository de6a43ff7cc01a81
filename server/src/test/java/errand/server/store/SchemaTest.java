package errand.server.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaTest {
  @TempDir Path folder;

  @BeforeEach
  void makeData() {
    SqliteStore.open(folder).close();
  }

  @Test
  void data_of_a_newer_version_is_refused_and_named() throws SQLException {
    run("insert into schema_files (number, name, checksum) values (999, '999-later.sql', 'ab')");

    assertThatThrownBy(() -> SqliteStore.open(folder))
        .isInstanceOf(UnusableFolderException.class)
        .hasMessageContaining("written by a newer version")
        .hasMessageContaining("999-later.sql");
  }

  @Test
  void data_made_with_another_text_of_a_file_is_refused() throws SQLException {
    run("update schema_files set checksum = 'ab' where number = 1");

    assertThatThrownBy(() -> SqliteStore.open(folder))
        .isInstanceOf(UnusableFolderException.class)
        .hasMessageContaining("001-first.sql is not the one the data was made with")
        .hasMessageContaining("applied was ab");
  }

  @Test
  void a_refused_folder_is_free_for_the_right_version() throws SQLException {
    run("update schema_files set name = name || '!', checksum = checksum || '!'");
    assertThatThrownBy(() -> SqliteStore.open(folder)).isInstanceOf(UnusableFolderException.class);
    run("update schema_files set checksum = replace(checksum, '!', '')");

    SqliteStore.open(folder).close();
  }

  private void run(String statement) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("errand.db"));
        var change = connection.createStatement()) {
      change.executeUpdate(statement);
    }
  }
}
