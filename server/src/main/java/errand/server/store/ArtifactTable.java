package errand.server.store;

import errand.core.app.ArtifactRows;
import errand.core.artifact.Artifact;
import errand.core.artifact.BucketName;
import errand.core.artifact.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code artifacts}. */
record ArtifactTable(Sql sql) implements ArtifactRows {
  /** Sorts behind every character that a key may have. */
  private static final String BEHIND = Character.toString(Character.MAX_CODE_POINT);

  private static final String SELECT =
      """
      select bucket, key, sha256, bytes, label, stored_at, links_from
      from artifacts
      """;

  @Override
  public Optional<Artifact> find(BucketName bucket, ObjectKey key) {
    return sql.on(SELECT + "where bucket = :bucket and key = :key and retired_at is null")
        .text("bucket", bucket.text())
        .text("key", key.text())
        .first(ArtifactTable::artifact);
  }

  @Override
  public Optional<Artifact> find(BucketName bucket, ObjectKey key, String sha256) {
    return sql.on(SELECT + "where bucket = :bucket and key = :key and sha256 = :digest")
        .text("bucket", bucket.text())
        .text("key", key.text())
        .text("digest", sha256)
        .first(ArtifactTable::artifact);
  }

  @Override
  public void put(Artifact artifact) {
    retire(artifact.bucket(), artifact.key(), artifact.storedAt());
    sql.on(
            """
            insert into artifacts
              (bucket, key, sha256, bytes, label, stored_at, links_from, retired_at)
            values (:bucket, :key, :digest, :bytes, :label, :stored, :linksFrom, null)
            on conflict (bucket, key, sha256) do update set
              label = excluded.label,
              stored_at = excluded.stored_at,
              links_from = excluded.links_from,
              retired_at = null
            """)
        .text("bucket", artifact.bucket().text())
        .text("key", artifact.key().text())
        .text("digest", artifact.sha256())
        .number("bytes", artifact.bytes())
        .text("label", Json.write(LabelJson.of(artifact.label())))
        .time("stored", artifact.storedAt())
        .time("linksFrom", artifact.linksFrom())
        .update();
  }

  @Override
  public boolean retire(BucketName bucket, ObjectKey key, Instant now) {
    return sql.on(
                """
                update artifacts
                set retired_at = :now
                where bucket = :bucket and key = :key and retired_at is null
                """)
            .time("now", now)
            .text("bucket", bucket.text())
            .text("key", key.text())
            .update()
        == 1;
  }

  @Override
  public void closeLinks(BucketName bucket, ObjectKey key, Instant from) {
    sql.on("update artifacts set links_from = :from where bucket = :bucket and key = :key")
        .time("from", from)
        .text("bucket", bucket.text())
        .text("key", key.text())
        .update();
  }

  @Override
  public List<Artifact> list(BucketName bucket, String prefix, String after, int limit) {
    return sql.on(
            SELECT
                + """
                where bucket = :bucket and retired_at is null
                  and key >= max(:prefix, :after) and key > :after and key < :end
                order by key
                limit :limit
                """)
        .text("bucket", bucket.text())
        .text("after", after)
        .text("prefix", prefix)
        .text("end", prefix + BEHIND)
        .number("limit", limit)
        .list(ArtifactTable::artifact);
  }

  @Override
  public List<Artifact> retiredBefore(Instant before, int limit) {
    return sql.on(SELECT + "where retired_at < :before order by retired_at limit :limit")
        .time("before", before)
        .number("limit", limit)
        .list(ArtifactTable::artifact);
  }

  @Override
  public void forget(Artifact artifact) {
    sql.on(
            """
            delete from artifacts
            where bucket = :bucket and key = :key and sha256 = :digest and retired_at is not null
            """)
        .text("bucket", artifact.bucket().text())
        .text("key", artifact.key().text())
        .text("digest", artifact.sha256())
        .update();
  }

  @Override
  public boolean holds(String sha256) {
    return sql.on("select 1 as one from artifacts where sha256 = :digest limit 1")
        .text("digest", sha256)
        .first(row -> row.number("one"))
        .isPresent();
  }

  private static Artifact artifact(Row row) {
    return new Artifact(
        new BucketName(row.text("bucket")),
        new ObjectKey(row.text("key")),
        row.text("sha256"),
        row.number("bytes"),
        Json.read(row.text("label"), LabelJson.class).label(),
        row.time("stored_at"),
        row.timeOrNone("links_from"));
  }
}
