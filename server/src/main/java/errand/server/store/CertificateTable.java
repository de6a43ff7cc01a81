package errand.server.store;

import errand.core.app.CertificateRows;
import errand.core.fleet.Attachment;
import errand.core.fleet.Certificate;
import errand.core.fleet.Certificate.Source;
import errand.core.fleet.ThingId;
import errand.core.fleet.Validity;
import errand.core.name.ThingName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code certificates} and {@code certificate_things}. */
final class CertificateTable implements CertificateRows {
  private static final Place BEFORE_ALL = new Place(Instant.ofEpochMilli(Long.MIN_VALUE), "");
  private static final Place BEHIND_ALL = new Place(Instant.ofEpochMilli(Long.MAX_VALUE), "");

  private final Sql sql;

  CertificateTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<Certificate> find(String certificateId) {
    return sql.on(
            """
            select certificate_id, pem, standing, source, authority_id, valid_from, valid_until,
              created_at, updated_at
            from certificates
            where certificate_id = :id
            """)
        .text("id", certificateId)
        .first(CertificateTable::certificate);
  }

  @Override
  public void insert(Certificate certificate) {
    put(
            certificate,
            """
            insert into certificates
              (certificate_id, pem, standing, source, authority_id, valid_from, valid_until,
              created_at, updated_at)
            values (:id, :pem, :standing, :source, :authority, :from, :until, :created, :updated)
            """)
        .update();
  }

  @Override
  public void update(Certificate certificate) {
    int found =
        put(
                certificate,
                """
                update certificates
                set pem = :pem, standing = :standing, source = :source, authority_id = :authority,
                  valid_from = :from, valid_until = :until, created_at = :created,
                  updated_at = :updated
                where certificate_id = :id
                """)
            .update();
    if (found == 0) {
      throw new IllegalStateException("no certificate " + certificate.id());
    }
  }

  private Call put(Certificate certificate, String statement) {
    return sql.on(statement)
        .text("id", certificate.id())
        .text("pem", certificate.pem())
        .text("standing", certificate.standing().name())
        .text("source", source(certificate.source()))
        .text("authority", certificate.source().authority())
        .time("from", certificate.validity().from())
        .time("until", certificate.validity().until())
        .time("created", certificate.createdAt())
        .time("updated", certificate.updatedAt());
  }

  @Override
  public boolean delete(String certificateId) {
    sql.on(
            """
            delete from certificate_things
            where certificate_id = :id
            """)
        .text("id", certificateId)
        .update();
    int gone =
        sql.on(
                """
                delete from certificates
                where certificate_id = :id
                """)
            .text("id", certificateId)
            .update();
    return gone == 1;
  }

  @Override
  public List<Certificate> list(Window window) {
    Place after = window.after().orElse(window.ascending() ? BEFORE_ALL : BEHIND_ALL);
    Call call = sql.on(window.authority().isPresent() ? ofAuthority(window) : ofAll(window));
    window.authority().ifPresent(authority -> call.text("authority", authority));
    return call.time("created", after.createdAt())
        .text("id", after.certificateId())
        .number("limit", window.limit())
        .list(CertificateTable::certificate);
  }

  private static String ofAll(Window window) {
    return window.ascending()
        ? """
          select certificate_id, pem, standing, source, authority_id, valid_from, valid_until,
            created_at, updated_at
          from certificates
          where (created_at, certificate_id) > (:created, :id)
          order by created_at, certificate_id
          limit :limit
          """
        : """
          select certificate_id, pem, standing, source, authority_id, valid_from, valid_until,
            created_at, updated_at
          from certificates
          where (created_at, certificate_id) < (:created, :id)
          order by created_at desc, certificate_id desc
          limit :limit
          """;
  }

  private static String ofAuthority(Window window) {
    return window.ascending()
        ? """
          select certificate_id, pem, standing, source, authority_id, valid_from, valid_until,
            created_at, updated_at
          from certificates
          where authority_id = :authority and (created_at, certificate_id) > (:created, :id)
          order by created_at, certificate_id
          limit :limit
          """
        : """
          select certificate_id, pem, standing, source, authority_id, valid_from, valid_until,
            created_at, updated_at
          from certificates
          where authority_id = :authority and (created_at, certificate_id) < (:created, :id)
          order by created_at desc, certificate_id desc
          limit :limit
          """;
  }

  @Override
  public void attach(String certificateId, ThingId thing, boolean exclusive) {
    sql.on(
            """
            insert into certificate_things (certificate_id, thing_id, exclusive)
            values (:id, :thing, :exclusive)
            on conflict do update set exclusive = excluded.exclusive
            """)
        .text("id", certificateId)
        .id("thing", thing.uuid())
        .flag("exclusive", exclusive)
        .update();
  }

  @Override
  public boolean detach(String certificateId, ThingId thing) {
    int gone =
        sql.on(
                """
                delete from certificate_things
                where certificate_id = :id and thing_id = :thing
                """)
            .text("id", certificateId)
            .id("thing", thing.uuid())
            .update();
    return gone == 1;
  }

  @Override
  public List<Attachment> things(String certificateId, Optional<ThingName> after, int limit) {
    return sql.on(
            """
            select c.certificate_id, t.thing_id, t.thing_name, c.exclusive
            from certificate_things c
            join things t on t.thing_id = c.thing_id
            where c.certificate_id = :id and t.thing_name > :after
            order by t.thing_name
            limit :limit
            """)
        .text("id", certificateId)
        .text("after", after.map(ThingName::text).orElse(""))
        .number("limit", limit)
        .list(CertificateTable::attachment);
  }

  @Override
  public List<Attachment> certificates(ThingId thing) {
    return sql.on(
            """
            select c.certificate_id, t.thing_id, t.thing_name, c.exclusive
            from certificate_things c
            join things t on t.thing_id = c.thing_id
            where c.thing_id = :thing
            order by c.certificate_id
            """)
        .id("thing", thing.uuid())
        .list(CertificateTable::attachment);
  }

  private static Attachment attachment(Row row) {
    return new Attachment(
        row.text("certificate_id"),
        new ThingId(row.id("thing_id")),
        new ThingName(row.text("thing_name")),
        row.flag("exclusive"));
  }

  private static Certificate certificate(Row row) {
    return new Certificate(
        row.text("certificate_id"),
        row.text("pem"),
        Certificate.Standing.valueOf(row.text("standing")),
        source(row.text("source"), row.textOrNone("authority_id")),
        new Validity(row.time("valid_from"), row.time("valid_until")),
        row.time("created_at"),
        row.time("updated_at"));
  }

  private static String source(Source source) {
    return switch (source) {
      case Source.Issued() -> "ISSUED";
      case Source.SignedBy(String authority) -> "SIGNED";
      case Source.Alone() -> "ALONE";
    };
  }

  private static Source source(String text, Optional<String> authority) {
    return switch (text) {
      case "ISSUED" -> new Source.Issued();
      case "SIGNED" -> new Source.SignedBy(authority.orElse(""));
      case "ALONE" -> new Source.Alone();
      default -> throw new IllegalStateException("no source of certificates is called " + text);
    };
  }
}
