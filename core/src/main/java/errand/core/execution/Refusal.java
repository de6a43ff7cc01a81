package errand.core.execution;

import errand.core.name.JobId;
import errand.core.name.ThingName;

/** Why a request about an execution is refused. The edges give it its protocol name. */
public sealed interface Refusal {
  /** The state it is in does not allow that. */
  record WrongState(Execution current, String wanted) implements Refusal {}

  /** The sender knew an older version. */
  record StaleVersion(Execution current, long expected) implements Refusal {}

  /** It is over, and only pending executions are described to devices (device-protocol 2.7). */
  record AlreadyOver(Execution current) implements Refusal {}

  /** No such execution of the job on the thing. */
  record NoExecution(ThingName thing, JobId job) implements Refusal {}

  /** The job's document cannot be handed out now; somebody must see to it first. */
  record NoDocument(ThingName thing, JobId job, String why) implements Refusal {}

  /** No such thing. */
  record NoThing(ThingName thing) implements Refusal {}
}
