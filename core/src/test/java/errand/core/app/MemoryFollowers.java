package errand.core.app;

import errand.core.app.MemoryState.Follower;
import errand.core.fleet.GroupId;
import errand.core.name.JobId;
import java.util.List;

/** Who follows which group, in memory. */
record MemoryFollowers(MemoryTx tx) implements FollowerRows {
  @Override
  public void follow(JobId job, GroupId group) {
    var follower = new Follower(job, group);
    tx.changed().followers.put(follower, follower);
  }

  @Override
  public List<JobId> followers(GroupId group) {
    return tx.seen()
        .followers
        .all()
        .filter(each -> each.group().equals(group))
        .map(Follower::job)
        .toList();
  }

  @Override
  public void forget(JobId job) {
    MemoryState state = tx.changed();
    List<Follower> gone = state.followers.all().filter(each -> each.job().equals(job)).toList();
    gone.forEach(state.followers::remove);
  }
}
