package errand.server.cli;

/** One policy that fits every device. */
final class DevicePolicy {
  private DevicePolicy() {}

  private static final String OWN = "$aws/things/${iot:Connection.Thing.ThingName}/jobs/*";

  /**
   * A device connects under its own name, if its certificate is attached to the thing of that name,
   * and uses its own job topics.
   */
  static final String TEXT =
      """
      {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Sid": "OwnName",
            "Effect": "Allow",
            "Action": "iot:Connect",
            "Resource": "arn:aws:iot:*:*:client/${iot:Connection.Thing.ThingName}",
            "Condition": {"Bool": {"iot:Connection.Thing.IsAttached": "true"}}
          },
          {
            "Sid": "OwnJobs",
            "Effect": "Allow",
            "Action": ["iot:Publish", "iot:Receive"],
            "Resource": "arn:aws:iot:*:*:topic/%1$s"
          },
          {
            "Sid": "OwnAnswers",
            "Effect": "Allow",
            "Action": "iot:Subscribe",
            "Resource": "arn:aws:iot:*:*:topicfilter/%1$s"
          }
        ]
      }
      """
          .formatted(OWN);
}
