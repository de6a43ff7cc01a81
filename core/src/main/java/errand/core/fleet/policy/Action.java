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

  private final String name;
  private final String olderName;

  Action(String name) {
    this(name, name);
  }

  Action(String name, String olderName) {
    this.name = name;
    this.olderName = olderName;
  }

  /** The name in today's guides. */
  public String text() {
    return name;
  }

  List<String> names() {
    return List.of(name, olderName);
  }
}
