package errand.server.store;

import errand.core.app.BucketRows;
import errand.core.artifact.BucketName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code buckets}. */
record BucketTable(Sql sql) implements BucketRows {
  @Override
  public Optional<Instant> find(BucketName name) {
    return sql.on("select created_at from buckets where bucket = :name")
        .text("name", name.text())
        .first(row -> row.time("created_at"));
  }

  @Override
  public void insert(BucketName name, Instant now) {
    sql.on("insert into buckets (bucket, created_at) values (:name, :now)")
        .text("name", name.text())
        .time("now", now)
        .update();
  }

  @Override
  public boolean delete(BucketName name) {
    return sql.on("delete from buckets where bucket = :name").text("name", name.text()).update()
        == 1;
  }

  @Override
  public List<Bucket> all() {
    return sql.on("select bucket, created_at from buckets order by bucket")
        .list(row -> new Bucket(new BucketName(row.text("bucket")), row.time("created_at")));
  }
}
