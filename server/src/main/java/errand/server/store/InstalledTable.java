package errand.server.store;

import errand.core.app.InstalledRows;
import errand.core.fleet.Installed;
import errand.core.fleet.ThingId;
import errand.core.name.PackageName;
import errand.core.name.VersionName;
import java.util.List;
import java.util.stream.Stream;

/** {@code thing_packages}. */
record InstalledTable(Sql sql) implements InstalledRows {
  @Override
  public List<Installed> of(ThingId thing) {
    return sql.on(
            """
            select package_name, version, attributes
            from thing_packages
            where thing_id = :thing
            order by package_name
            """)
        .id("thing", thing.uuid())
        .list(
            row ->
                new Installed(
                    new PackageName(row.text("package_name")),
                    new VersionName(row.text("version")),
                    Json.pairs(row.text("attributes"))));
  }

  /** Reads rows that a statement gathered in one text. */
  static List<Installed> installed(String json) {
    if (json.equals("[]")) {
      return List.of();
    }
    return Stream.of(Json.read(json, Object[][].class))
        .map(
            each ->
                new Installed(
                    new PackageName((String) each[0]),
                    new VersionName((String) each[1]),
                    Json.pairs(Json.write(each[2]))))
        .toList();
  }

  @Override
  public void put(ThingId thing, Installed installed) {
    sql.on(
            """
            insert into thing_packages (thing_id, package_name, version, attributes)
            values (:thing, :name, :version, :attributes)
            on conflict (thing_id, package_name) do update set
              version = excluded.version,
              attributes = excluded.attributes
            """)
        .id("thing", thing.uuid())
        .text("name", installed.name().text())
        .text("version", installed.version().text())
        .text("attributes", Json.write(installed.attributes()))
        .update();
  }

  @Override
  public void remove(ThingId thing, PackageName name) {
    sql.on("delete from thing_packages where thing_id = :thing and package_name = :name")
        .id("thing", thing.uuid())
        .text("name", name.text())
        .update();
  }

  @Override
  public void forget(ThingId thing) {
    sql.on("delete from thing_packages where thing_id = :thing").id("thing", thing.uuid()).update();
  }
}
