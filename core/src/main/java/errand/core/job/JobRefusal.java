package errand.core.job;

/** Why a command is refused. */
public sealed interface JobRefusal {
  /** The job's status does not allow it. */
  record WrongStatus(JobStatus current) implements JobRefusal {}

  /** What was asked makes no sense for this job; the sentence is for the operator. */
  record NotPossible(String sentence) implements JobRefusal {}

  /** It would have too many targets. */
  record TooManyTargets(int total, int most) implements JobRefusal {}
}
