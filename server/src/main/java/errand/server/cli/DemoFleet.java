package errand.server.cli;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import errand.server.cli.SimulatedDevice.Script;
import errand.server.wire.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Registers and runs the devices of the demo: most work, some fail, one refuses, one goes silent.
 */
final class DemoFleet implements AutoCloseable {
  static final int SIZE = 25;
  static final String GROUP = "demo-pumps";

  private static final String POLICY = "demo-pumps";

  private static final List<String> STEPS = List.of("download", "verify", "install");

  private final Client client;
  private final SimulatedDevice.Door door;
  private final Path caFile;
  private final List<SimulatedDevice> devices = new ArrayList<>();

  DemoFleet(Client client, SimulatedDevice.Door door, Path caFile) {
    this.client = client;
    this.door = door;
    this.caFile = caFile;
  }

  /** Registers the group, and the policy of all its devices; the group's ARN. */
  String register() {
    client.send("POST", "/policies/" + POLICY, Json.object().put("policyDocument", policy()));
    return client
        .send("POST", "/thing-groups/" + GROUP, Json.object())
        .path("thingGroupArn")
        .asString();
  }

  /** Registers a device, puts it in the group, connects it. */
  void add(int number) {
    String thing = "pump-%02d".formatted(number);
    client.send("POST", "/things/" + thing, Json.object());
    client.send(
        "PUT",
        "/thing-groups/addThingToThingGroup",
        Json.object().put("thingName", thing).put("thingGroupName", GROUP));
    var key = DeviceKey.make();
    var csr = Json.object().put("certificateSigningRequest", key.signingRequest(thing));
    var issued = client.send("POST", "/certificates?setAsActive=true", csr);
    client.send(
        "PUT",
        "/things/" + thing + "/principals",
        Json.object(),
        issued.path("certificateArn").asString());
    client.send(
        "PUT",
        "/target-policies/" + POLICY,
        Json.object().put("target", issued.path("certificateArn").asString()));
    var tls =
        MqttClientSslConfig.builder()
            .keyManagerFactory(key.with(issued.path("certificatePem").asString()))
            .trustManagerFactory(Client.trust(caFile))
            .build();
    var device = new SimulatedDevice(thing, script(number), door, tls);
    devices.add(device);
    device.start();
  }

  /** The job's document: what a real device would download and install. */
  static ObjectNode document() {
    ObjectNode document = Json.object().put("operation", "install").put("version", "2.1.0");
    document.put("url", "https://downloads.example/pump/2.1.0.bin");
    return document;
  }

  /**
   * One policy for every device: it connects under its own name, if its certificate is attached to
   * the thing of that name, and uses its own job topics.
   */
  static String policy() {
    String own = "$aws/things/${iot:Connection.Thing.ThingName}/jobs/*";
    return """
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
        .formatted(own);
  }

  private static Script script(int number) {
    int pace = 250 + 90 * (number % 10);
    return switch (number) {
      case 4, 11 -> new Script(STEPS, pace, "FAILED", "checksum mismatch");
      case 17 -> new Script(STEPS.subList(0, 1), pace, "FAILED", "disk full");
      case 9 -> new Script(List.of(), pace, "REJECTED", "not while pumping");
      case 21 -> new Script(STEPS.subList(0, 1), pace, Script.NONE, "");
      default -> new Script(STEPS, pace, "SUCCEEDED", "");
    };
  }

  @Override
  public void close() {
    devices.forEach(SimulatedDevice::close);
  }
}
