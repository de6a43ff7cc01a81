package errand.server.store;

/**
 * Notices that another program has changed the file, such as a person's database shell, so that
 * nothing in memory outlives the change for long. Threads: the writer's.
 */
final class Strangers {
  private final Sql sql;
  private final Image image;
  private long version;

  Strangers(Sql sql, Image image) {
    this.sql = sql;
    this.image = image;
  }

  /** To be called at the beginning of each transaction. */
  void look() {
    long now = sql.on("pragma data_version").first(row -> row.number("data_version")).orElseThrow();
    if (now != version) {
      version = now;
      image.forgetAll();
    }
  }
}
