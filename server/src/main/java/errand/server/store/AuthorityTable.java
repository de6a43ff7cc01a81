package errand.server.store;

import errand.core.app.AuthorityRows;
import errand.core.fleet.Authority;
import errand.core.fleet.Validity;
import java.util.List;
import java.util.Optional;

/** {@code authorities} and {@code registration_codes}. */
final class AuthorityTable implements AuthorityRows {
  private final Sql sql;

  AuthorityTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<Authority> find(String id) {
    return sql.on(
            """
            select authority_id, pem, subject, active, registers_devices, shared, valid_from,
              valid_until, created_at, updated_at
            from authorities
            where authority_id = :id
            """)
        .text("id", id)
        .first(AuthorityTable::authority);
  }

  @Override
  public List<Authority> named(String subject) {
    return sql.on(
            """
            select authority_id, pem, subject, active, registers_devices, shared, valid_from,
              valid_until, created_at, updated_at
            from authorities
            where subject = :subject
            order by authority_id
            """)
        .text("subject", subject)
        .list(AuthorityTable::authority);
  }

  @Override
  public void insert(Authority authority) {
    put(
            authority,
            """
            insert into authorities
              (authority_id, pem, subject, active, registers_devices, shared, valid_from,
              valid_until, created_at, updated_at)
            values (:id, :pem, :subject, :active, :registers, :shared, :from, :until, :created,
              :updated)
            """)
        .update();
  }

  @Override
  public void update(Authority authority) {
    int found =
        put(
                authority,
                """
                update authorities
                set pem = :pem, subject = :subject, active = :active,
                  registers_devices = :registers, shared = :shared, valid_from = :from,
                  valid_until = :until, created_at = :created, updated_at = :updated
                where authority_id = :id
                """)
            .update();
    if (found == 0) {
      throw new IllegalStateException("no authority " + authority.id());
    }
  }

  private Call put(Authority authority, String statement) {
    return sql.on(statement)
        .text("id", authority.id())
        .text("pem", authority.pem())
        .text("subject", authority.subject())
        .flag("active", authority.active())
        .flag("registers", authority.registersDevices())
        .flag("shared", authority.shared())
        .time("from", authority.validity().from())
        .time("until", authority.validity().until())
        .time("created", authority.createdAt())
        .time("updated", authority.updatedAt());
  }

  @Override
  public boolean delete(String id) {
    int gone =
        sql.on(
                """
                delete from authorities
                where authority_id = :id
                """)
            .text("id", id)
            .update();
    return gone == 1;
  }

  @Override
  public List<Authority> list(boolean ascending) {
    List<Authority> all =
        sql.on(
                """
                select authority_id, pem, subject, active, registers_devices, shared, valid_from,
                  valid_until, created_at, updated_at
                from authorities
                order by created_at, authority_id
                """)
            .list(AuthorityTable::authority);
    return ascending ? all : all.reversed();
  }

  @Override
  public Optional<String> code() {
    return sql.on(
            """
            select code
            from registration_codes
            """)
        .first(row -> row.text("code"));
  }

  @Override
  public void code(Optional<String> code) {
    sql.on(
            """
            delete from registration_codes
            """)
        .update();
    code.ifPresent(
        text ->
            sql.on(
                    """
                    insert into registration_codes (one, code)
                    values (1, :code)
                    """)
                .text("code", text)
                .update());
  }

  private static Authority authority(Row row) {
    return new Authority(
        row.text("authority_id"),
        row.text("pem"),
        row.text("subject"),
        row.flag("active"),
        row.flag("registers_devices"),
        row.flag("shared"),
        new Validity(row.time("valid_from"), row.time("valid_until")),
        row.time("created_at"),
        row.time("updated_at"));
  }
}
