package errand.server.store;

import errand.core.app.CertificateRows;
import errand.core.fleet.Certificate;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** {@code certificates} and {@code certificate_things}. */
final class CertificateTable implements CertificateRows {
  private final Sql sql;

  CertificateTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<Certificate> find(String certificateId) {
    return sql.on(
            """
            select certificate_id, pem, standing, created_at
            from certificates
            where certificate_id = :id
            """)
        .text("id", certificateId)
        .first(CertificateTable::certificate);
  }

  @Override
  public void insert(Certificate certificate) {
    sql.on(
            """
            insert into certificates (certificate_id, pem, standing, created_at)
            values (:id, :pem, :standing, :created)
            """)
        .text("id", certificate.id())
        .text("pem", certificate.pem())
        .text("standing", certificate.standing().name())
        .time("created", certificate.createdAt())
        .update();
  }

  @Override
  public void update(Certificate certificate) {
    int found =
        sql.on(
                """
                update certificates
                set pem = :pem, standing = :standing, created_at = :created
                where certificate_id = :id
                """)
            .text("pem", certificate.pem())
            .text("standing", certificate.standing().name())
            .time("created", certificate.createdAt())
            .text("id", certificate.id())
            .update();
    if (found == 0) {
      throw new IllegalStateException("no certificate " + certificate.id());
    }
  }

  @Override
  public void attach(String certificateId, ThingId thing) {
    sql.on(
            """
            insert into certificate_things (certificate_id, thing_id)
            values (:id, :thing)
            on conflict do nothing
            """)
        .text("id", certificateId)
        .id("thing", thing.uuid())
        .update();
  }

  @Override
  public void detach(String certificateId, ThingId thing) {
    sql.on(
            """
            delete from certificate_things
            where certificate_id = :id and thing_id = :thing
            """)
        .text("id", certificateId)
        .id("thing", thing.uuid())
        .update();
  }

  @Override
  public List<ThingName> things(String certificateId) {
    return sql.on(
            """
            select t.thing_name
            from certificate_things c
            join things t on t.thing_id = c.thing_id
            where c.certificate_id = :id
            order by t.thing_name
            """)
        .text("id", certificateId)
        .list(row -> new ThingName(row.text("thing_name")));
  }

  @Override
  public List<String> certificates(ThingId thing) {
    return sql.on(
            """
            select certificate_id
            from certificate_things
            where thing_id = :thing
            order by certificate_id
            """)
        .id("thing", thing.uuid())
        .list(row -> row.text("certificate_id"));
  }

  private static Certificate certificate(Row row) {
    return new Certificate(
        row.text("certificate_id"),
        row.text("pem"),
        Certificate.Standing.valueOf(row.text("standing")),
        row.time("created_at"));
  }
}
