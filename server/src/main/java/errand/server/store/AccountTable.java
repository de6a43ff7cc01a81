package errand.server.store;

import errand.core.app.AccountRows;
import errand.core.fleet.EventSettings;
import errand.core.fleet.Indexing;
import java.util.Optional;
import java.util.function.Function;

/** {@code account_settings}: one row for each matter that the account chose something in. */
final class AccountTable implements AccountRows {
  private static final String EVENTS = "events";
  private static final String INDEXING = "indexing";
  private static final String VERSIONS_BY_JOBS = "versions-by-jobs";
  private static final String VERSIONS_ROLE = "versions-role";

  private final Sql sql;

  AccountTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public EventSettings events() {
    return find(EVENTS, EventsJson.class, EventsJson::settings, EventSettings.UNTOUCHED);
  }

  @Override
  public void put(EventSettings events) {
    put(EVENTS, EventsJson.of(events));
  }

  @Override
  public Indexing indexing() {
    return find(INDEXING, IndexingJson.class, IndexingJson::indexing, Indexing.OFF);
  }

  @Override
  public void put(Indexing indexing) {
    put(INDEXING, IndexingJson.of(indexing));
  }

  @Override
  public boolean versionsByJobs() {
    return find(VERSIONS_BY_JOBS, Boolean.class, each -> each, false);
  }

  @Override
  public void putVersionsByJobs(boolean enabled) {
    put(VERSIONS_BY_JOBS, enabled);
  }

  @Override
  public Optional<String> versionsRole() {
    return find(VERSIONS_ROLE, String.class, Optional::of, Optional.empty());
  }

  @Override
  public void putVersionsRole(String arn) {
    put(VERSIONS_ROLE, arn);
  }

  private <J, T> T find(String name, Class<J> stored, Function<J, T> reader, T otherwise) {
    return sql.on("select value from account_settings where name = :name")
        .text("name", name)
        .first(row -> reader.apply(Json.read(row.text("value"), stored)))
        .orElse(otherwise);
  }

  private void put(String name, Object value) {
    sql.on(
            """
            insert into account_settings (name, value)
            values (:name, :value)
            on conflict (name) do update set value = excluded.value
            """)
        .text("name", name)
        .text("value", Json.write(value))
        .update();
  }
}
