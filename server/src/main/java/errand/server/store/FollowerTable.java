package errand.server.store;

import errand.core.app.FollowerRows;
import errand.core.fleet.GroupId;
import errand.core.name.JobId;
import java.util.List;

/** {@code job_followers}. */
final class FollowerTable implements FollowerRows {
  private final Sql sql;

  FollowerTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void follow(JobId job, GroupId group) {
    sql.on(
            """
            insert into job_followers (group_id, job_id)
            values (:group, :job)
            on conflict do nothing
            """)
        .id("group", group.uuid())
        .text("job", job.text())
        .update();
  }

  @Override
  public List<JobId> followers(GroupId group) {
    return sql.on(
            """
            select job_id
            from job_followers
            where group_id = :group
            order by job_id
            """)
        .id("group", group.uuid())
        .list(row -> new JobId(row.text("job_id")));
  }

  @Override
  public void forget(JobId job) {
    sql.on(
            """
            delete from job_followers
            where job_id = :job
            """)
        .text("job", job.text())
        .update();
  }
}
