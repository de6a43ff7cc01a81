package errand.server.store;

import errand.core.app.CatalogRows;
import errand.core.catalog.Release;
import errand.core.catalog.Software;
import errand.core.name.PackageName;
import errand.core.name.VersionName;
import java.util.List;
import java.util.Optional;

/** {@code packages} and {@code package_versions}. */
record CatalogTable(Sql sql) implements CatalogRows {
  private static final String PACKAGES =
      """
      select package_name, description, default_version, created_at, updated_at
      from packages
      """;

  private static final String VERSIONS =
      """
      select package_name, version, status, content, created_at, updated_at
      from package_versions
      """;

  @Override
  public Optional<Software> find(PackageName name) {
    return sql.on(PACKAGES + "where package_name = :name")
        .text("name", name.text())
        .first(CatalogTable::software);
  }

  @Override
  public void put(Software software) {
    sql.on(
            """
            insert into packages (package_name, description, default_version, created_at, updated_at)
            values (:name, :description, :version, :created, :updated)
            on conflict (package_name) do update set
              description = excluded.description,
              default_version = excluded.default_version,
              updated_at = excluded.updated_at
            """)
        .text("name", software.name().text())
        .text("description", software.description())
        .text("version", software.defaultVersion().map(VersionName::text))
        .time("created", software.createdAt())
        .time("updated", software.updatedAt())
        .update();
  }

  @Override
  public boolean delete(PackageName name) {
    return sql.on("delete from packages where package_name = :name")
            .text("name", name.text())
            .update()
        == 1;
  }

  @Override
  public List<Software> list(Optional<PackageName> after, int limit) {
    return sql.on(PACKAGES + "where package_name > :after order by package_name limit :limit")
        .text("after", after.map(PackageName::text).orElse(""))
        .number("limit", limit)
        .list(CatalogTable::software);
  }

  @Override
  public Optional<Release> find(PackageName name, VersionName version) {
    return sql.on(VERSIONS + "where package_name = :name and version = :version")
        .text("name", name.text())
        .text("version", version.text())
        .first(CatalogTable::release);
  }

  @Override
  public void put(Release release) {
    sql.on(
            """
            insert into package_versions
              (package_name, version, status, content, created_at, updated_at)
            values (:name, :version, :status, :content, :created, :updated)
            on conflict (package_name, version) do update set
              status = excluded.status,
              content = excluded.content,
              updated_at = excluded.updated_at
            """)
        .text("name", release.name().text())
        .text("version", release.version().text())
        .text("status", release.status().name())
        .text("content", Json.write(ReleaseJson.of(release.content())))
        .time("created", release.createdAt())
        .time("updated", release.updatedAt())
        .update();
  }

  @Override
  public boolean delete(PackageName name, VersionName version) {
    return sql.on("delete from package_versions where package_name = :name and version = :version")
            .text("name", name.text())
            .text("version", version.text())
            .update()
        == 1;
  }

  @Override
  public List<Release> versions(PackageName name, Optional<VersionName> after, int limit) {
    return sql.on(
            VERSIONS
                + "where package_name = :name and version > :after order by version limit :limit")
        .text("name", name.text())
        .text("after", after.map(VersionName::text).orElse(""))
        .number("limit", limit)
        .list(CatalogTable::release);
  }

  private static Software software(Row row) {
    return new Software(
        new PackageName(row.text("package_name")),
        row.textOrNone("description"),
        row.textOrNone("default_version").map(VersionName::new),
        row.time("created_at"),
        row.time("updated_at"));
  }

  private static Release release(Row row) {
    return new Release(
        new PackageName(row.text("package_name")),
        new VersionName(row.text("version")),
        Release.Status.valueOf(row.text("status")),
        Json.read(row.text("content"), ReleaseJson.class).content(),
        row.time("created_at"),
        row.time("updated_at"));
  }
}
