package errand.server.store;

import errand.core.app.ProvisioningRows;
import errand.core.name.ProvisioningTemplateName;
import errand.core.provision.ProvisioningTemplate;
import errand.core.provision.ProvisioningTemplate.Kind;
import errand.core.provision.ProvisioningTemplate.Version;
import errand.core.provision.Unclaimed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code provisioning_templates}, their versions and {@code unclaimed_certificates}. */
final class ProvisioningTable implements ProvisioningRows {
  private static final String SELECT =
      """
      select template_name, kind, description, enabled, role, default_version, last_version,
        created_at, updated_at
      from provisioning_templates
      """;

  private static final String SELECT_UNCLAIMED =
      """
      select certificate_id, token_hash, owner, expires_at
      from unclaimed_certificates
      """;

  private final Sql sql;

  ProvisioningTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<ProvisioningTemplate> find(ProvisioningTemplateName name) {
    return sql.on(SELECT + "where template_name = :name")
        .text("name", name.text())
        .first(ProvisioningTable::template);
  }

  @Override
  public void save(ProvisioningTemplate template) {
    sql.on(
            """
            insert into provisioning_templates
              (template_name, kind, description, enabled, role, default_version, last_version,
              created_at, updated_at)
            values (:name, :kind, :description, :enabled, :role, :default, :last, :created,
              :updated)
            on conflict do update set description = excluded.description,
              enabled = excluded.enabled, role = excluded.role,
              default_version = excluded.default_version, last_version = excluded.last_version,
              updated_at = excluded.updated_at
            """)
        .text("name", template.name().text())
        .text("kind", template.kind().name())
        .text("description", template.description())
        .flag("enabled", template.enabled())
        .text("role", template.role())
        .number("default", template.defaultVersion())
        .number("last", template.lastVersion())
        .time("created", template.createdAt())
        .time("updated", template.updatedAt())
        .update();
  }

  @Override
  public boolean delete(ProvisioningTemplateName name) {
    sql.on("delete from provisioning_versions where template_name = :name")
        .text("name", name.text())
        .update();
    return sql.on("delete from provisioning_templates where template_name = :name")
            .text("name", name.text())
            .update()
        == 1;
  }

  @Override
  public List<ProvisioningTemplate> list(Optional<ProvisioningTemplateName> after, int limit) {
    return sql.on(
            SELECT
                + """
                where template_name > :after
                order by template_name
                limit :limit
                """)
        .text("after", after.map(ProvisioningTemplateName::text).orElse(""))
        .number("limit", limit)
        .list(ProvisioningTable::template);
  }

  private static ProvisioningTemplate template(Row row) {
    return new ProvisioningTemplate(
        new ProvisioningTemplateName(row.text("template_name")),
        Kind.valueOf(row.text("kind")),
        row.text("description"),
        row.flag("enabled"),
        row.text("role"),
        row.small("default_version"),
        row.small("last_version"),
        row.time("created_at"),
        row.time("updated_at"));
  }

  @Override
  public void insert(Version version) {
    sql.on(
            """
            insert into provisioning_versions (template_name, number, body, created_at)
            values (:name, :number, :body, :created)
            """)
        .text("name", version.template().text())
        .number("number", version.number())
        .text("body", version.body())
        .time("created", version.createdAt())
        .update();
  }

  @Override
  public boolean deleteVersion(ProvisioningTemplateName name, int number) {
    return sql.on(
                """
                delete from provisioning_versions
                where template_name = :name and number = :number
                """)
            .text("name", name.text())
            .number("number", number)
            .update()
        == 1;
  }

  @Override
  public List<Version> versions(ProvisioningTemplateName name) {
    return sql.on(
            """
            select template_name, number, body, created_at
            from provisioning_versions
            where template_name = :name
            order by number desc
            """)
        .text("name", name.text())
        .list(
            row ->
                new Version(
                    new ProvisioningTemplateName(row.text("template_name")),
                    row.small("number"),
                    row.text("body"),
                    row.time("created_at")));
  }

  @Override
  public void insert(Unclaimed unclaimed) {
    sql.on(
            """
            insert into unclaimed_certificates (certificate_id, token_hash, owner, expires_at)
            values (:id, :hash, :owner, :expires)
            """)
        .text("id", unclaimed.certificateId())
        .text("hash", unclaimed.tokenHash())
        .text("owner", unclaimed.owner())
        .time("expires", unclaimed.expiresAt())
        .update();
  }

  @Override
  public Optional<Unclaimed> byToken(String tokenHash) {
    return sql.on(SELECT_UNCLAIMED + "where token_hash = :hash")
        .text("hash", tokenHash)
        .first(ProvisioningTable::unclaimed);
  }

  @Override
  public void forget(String certificateId) {
    sql.on("delete from unclaimed_certificates where certificate_id = :id")
        .text("id", certificateId)
        .update();
  }

  @Override
  public int waiting(int most) {
    return sql.on(
            """
            select count(*) as n
            from (select 1 from unclaimed_certificates limit :most)
            """)
        .number("most", most)
        .first(row -> row.small("n"))
        .orElse(0);
  }

  @Override
  public List<Unclaimed> expired(Instant now, int limit) {
    return sql.on(
            SELECT_UNCLAIMED
                + """
                where expires_at <= :now
                order by expires_at
                limit :limit
                """)
        .time("now", now)
        .number("limit", limit)
        .list(ProvisioningTable::unclaimed);
  }

  private static Unclaimed unclaimed(Row row) {
    return new Unclaimed(
        row.text("certificate_id"),
        row.textOrNone("token_hash"),
        row.text("owner"),
        row.time("expires_at"));
  }
}
