package errand.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the database finds rows: the same effort in a fleet of a million things as in one of ten. */
final class QueryPlanTest {
  private static final String ONE_PAGE =
      "SEARCH executions USING INDEX executions_of_thing"
          + " (thing_id=? AND pending=? AND placed_order<?)";

  @TempDir Path folder;

  @Test
  void a_page_of_a_things_history_is_read_from_where_it_begins() throws SQLException {
    List<String> plan = plan(HistoryTable.LIST_ALL);

    assertThat(plan).filteredOn(ONE_PAGE::equals).hasSize(2);
    assertThat(plan).noneMatch(step -> step.startsWith("SCAN executions"));
  }

  private List<String> plan(String text) throws SQLException {
    SqliteStore.open(folder).close();
    var steps = new ArrayList<String>();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(SqliteStore.FILE));
        var explain =
            connection.prepareStatement(
                "explain query plan " + NamedText.parse(text).positional());
        var rows = explain.executeQuery()) {
      while (rows.next()) {
        steps.add(rows.getString("detail"));
      }
    }
    return steps;
  }
}
