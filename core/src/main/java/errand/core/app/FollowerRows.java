package errand.core.app;

import errand.core.fleet.GroupId;
import errand.core.name.JobId;
import java.util.List;

/** Which continuous jobs want to know who joins and leaves which group. */
public interface FollowerRows {
  /** Repeatable. */
  void follow(JobId job, GroupId group);

  /** In job id order; jobs that have ended meanwhile may still be among them. */
  List<JobId> followers(GroupId group);

  /** Ends all a job follows; repeatable. */
  void forget(JobId job);
}
