package errand.server.store;

import java.util.List;

/**
 * Brings a database to the schema of this program: applies the files it has not seen, in order,
 * each in one transaction with the note that it was applied.
 *
 * <p>A runner of our own [choice]: it is this class, while Flyway would bring a megabyte of jars,
 * class path scanning at every start and its SQLite module, for files that only go forward.
 */
final class Schema {
  private static final List<String> SQLITE =
      List.of(
          "001-first.sql",
          "002-fleet-index.sql",
          "003-lifecycle.sql",
          "004-registry.sql",
          "005-identity.sql",
          "006-templates-events.sql",
          "007-audit.sql",
          "008-abandoned-groups.sql",
          "009-hidden-jobs.sql",
          "010-large-fleets.sql",
          "011-job-lists.sql",
          "012-totals.sql",
          "013-documents.sql",
          "014-provisioning.sql");

  private final List<SchemaFile> files;

  private Schema(List<SchemaFile> files) {
    this.files = files;
  }

  static Schema sqlite() {
    return new Schema(SQLITE.stream().map(name -> SchemaFile.of("sqlite", name)).toList());
  }

  /** Throws {@link UnusableFolderException} when the database is not of this program's past. */
  void apply(Sql sql) {
    sql.script(
        """
        create table if not exists schema_files (
          number integer not null primary key,
          name text not null,
          checksum text not null
        )
        """);
    List<Applied> applied = applied(sql);
    applied.forEach(this::requireKnown);
    files.stream().skip(applied.size()).forEach(file -> apply(sql, file));
  }

  private static List<Applied> applied(Sql sql) {
    return sql.on(
            """
            select number, name, checksum
            from schema_files
            order by number
            """)
        .list(row -> new Applied(row.small("number"), row.text("name"), row.text("checksum")));
  }

  private void requireKnown(Applied applied) {
    if (applied.number() > files.size()) {
      throw new UnusableFolderException(
          "the data was written by a newer version of this program: its schema has "
              + applied.name()
              + ", and this version ends at "
              + files.getLast().name());
    }
    SchemaFile file = files.get(applied.number() - 1);
    if (!file.checksum().equals(applied.checksum())) {
      throw new UnusableFolderException(
          "the schema file "
              + file.name()
              + " is not the one the data was made with: "
              + file.checksum()
              + ", applied was "
              + applied.checksum());
    }
  }

  private static void apply(Sql sql, SchemaFile file) {
    sql.control("begin");
    sql.script(file.text());
    sql.on(
            """
            insert into schema_files (number, name, checksum)
            values (:number, :name, :checksum)
            """)
        .number("number", file.number())
        .text("name", file.name())
        .text("checksum", file.checksum())
        .update();
    sql.control("commit");
  }

  private record Applied(int number, String name, String checksum) {}
}
