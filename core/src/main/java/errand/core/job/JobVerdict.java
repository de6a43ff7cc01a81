package errand.core.job;

import java.util.List;

/** The answer to a job command. */
public sealed interface JobVerdict {
  /** Do this; an empty list means that there is nothing to do. */
  record Accepted(List<JobFact> facts) implements JobVerdict {
    public Accepted {
      facts = List.copyOf(facts);
    }
  }

  /** Change nothing. */
  record Refused(JobRefusal why) implements JobVerdict {}
}
