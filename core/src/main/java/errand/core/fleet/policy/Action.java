package errand.core.fleet.policy;

import java.util.List;

/**
 * What a device may want to do, with the names policies have for it. Source: device-protocol 5.3.
 */
public enum Action {
  CONNECT("iot:Connect"),
  PUBLISH("iot:Publish"),
  RETAIN_PUBLISH("iot:RetainPublish"),
  SUBSCRIBE("iot:Subscribe"),
  RECEIVE("iot:Receive"),
  // The names with the prefix iot are those of older guides; both count.
  GET_PENDING("iotjobsdata:GetPendingJobExecutions", "iot:GetPendingJobExecutions"),
  START_NEXT("iotjobsdata:StartNextPendingJobExecution", "iot:StartNextPendingJobExecution"),
  DESCRIBE_EXECUTION("iotjobsdata:DescribeJobExecution", "iot:DescribeJobExecution"),
  UPDATE_EXECUTION("iotjobsdata:UpdateJobExecution", "iot:UpdateJobExecution");

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> names;

  Action(String... names) {
    this.names = List.of(names);
  }

  /** The name in today's guides. */
  public String text() {
    return names.getFirst();
  }

  List<String> names() {
    return names;
  }
}
