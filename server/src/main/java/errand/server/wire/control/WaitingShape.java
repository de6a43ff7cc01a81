package errand.server.wire.control;

import errand.core.job.Waiting;
import errand.server.wire.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Our extra member {@code waitingFor}: why a job or an execution waits, in words and in data. */
final class WaitingShape {
  private WaitingShape() {}

  static ObjectNode of(Waiting waiting) {
    return switch (waiting) {
      case Waiting.Start(var until) ->
          reason("START_TIME", "The job has not reached its start time.")
              .put("until", Replies.seconds(until));
      case Waiting.Window(var until) -> {
        ObjectNode node = reason("MAINTENANCE_WINDOW", "The job's maintenance windows are closed.");
        until.ifPresent(at -> node.put("until", Replies.seconds(at)));
        yield node;
      }
      case Waiting.Paused() -> reason("PAUSED", "The rollout is paused; resume it to go on.");
      case Waiting.Crowded(var jobs) ->
          reason("CONCURRENT_JOBS", jobs + " older jobs are rolled out first.").put("jobs", jobs);
      case Waiting.Rate(var perMinute, var until) ->
          reason("ROLLOUT_RATE", "This minute's rate of " + perMinute + " is used up.")
              .put("until", Replies.seconds(until));
      case Waiting.Devices(var queued, var inProgress) ->
          reason("DEVICES", "Everything is placed; devices have to start or finish it.")
              .put("queued", queued)
              .put("inProgress", inProgress);
      case Waiting.Behind(var job, var status) ->
          reason("OTHER_JOB", "The thing has job " + job + " first, which is " + status + ".")
              .put("jobId", job.text());
      case Waiting.NeverConnected() -> reason("NEVER_CONNECTED", "The thing has never connected.");
      case Waiting.Offline(var since) ->
          reason("OFFLINE", "The thing is not connected.").put("since", Replies.seconds(since));
      case Waiting.Device() ->
          reason("DEVICE", "The thing is connected but has not asked for its next job.");
    };
  }

  private static ObjectNode reason(String code, String message) {
    return Json.object().put("reason", code).put("message", message);
  }
}
