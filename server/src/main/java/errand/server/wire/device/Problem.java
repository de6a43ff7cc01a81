package errand.server.wire.device;

import errand.core.execution.Execution;
import errand.core.execution.Refusal;
import java.util.Optional;

/**
 * An error as a device is told it.
 *
 * @param state the execution's state, with the two errors that carry it (device-protocol 2.9)
 */
record Problem(DeviceError error, String message, Optional<Execution> state) {
  static Problem of(DeviceError error, String message) {
    return new Problem(error, message, Optional.empty());
  }

  static Problem of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.WrongState(var current, var wanted) ->
          new Problem(
              DeviceError.INVALID_STATE_TRANSITION,
              "Job execution status cannot change from " + current.status() + " to " + wanted + ".",
              Optional.of(current));
      case Refusal.StaleVersion(var current, var expected) ->
          new Problem(
              DeviceError.VERSION_MISMATCH,
              "Expected version " + expected + " but found version " + current.version() + ".",
              Optional.of(current));
      case Refusal.AlreadyOver(var current) ->
          of(
              DeviceError.TERMINAL_STATE_REACHED,
              "Job execution of job "
                  + current.job()
                  + " is in terminal state "
                  + current.status()
                  + ".");
      case Refusal.NoExecution(var thing, var job) ->
          of(
              DeviceError.RESOURCE_NOT_FOUND,
              "Thing " + thing + " has no execution of job " + job + ".");
      case Refusal.NoDocument(var thing, var job, var why) ->
          of(
              DeviceError.INTERNAL_ERROR,
              "The document of job "
                  + job
                  + " cannot be handed out to "
                  + thing
                  + " now: "
                  + why
                  + ". Please try again later.");
      case Refusal.NoThing(var thing) ->
          of(DeviceError.RESOURCE_NOT_FOUND, "Thing " + thing + " is not registered.");
    };
  }
}
