package errand.server.cli;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import errand.server.wire.json.Json;
import java.nio.file.Path;

/** Makes things known to a server, each with a key of its own and a certificate for it. */
final class Enrolment {
  private final Client client;
  private final Path caFile;
  private final String policy;

  /**
   * @param policy name of the policy that every certificate gets; it is made by {@link #prepare}
   */
  Enrolment(Client client, Path caFile, String policy) {
    this.client = client;
    this.caFile = caFile;
    this.policy = policy;
  }

  /** A key and the certificate that the server issued for it. */
  record Issued(DeviceKey key, String certificatePem, String certificateArn) {}

  /** Makes the policy; one of that name that is there already is left as it is. */
  void prepare() {
    if (client.find("/policies/" + Words.encoded(policy)).isEmpty()) {
      client.send(
          "POST",
          "/policies/" + Words.encoded(policy),
          Json.object().put("policyDocument", DevicePolicy.TEXT));
    }
  }

  /** The ARN of a group, which is made when it is not there. */
  String group(String name) {
    return client
        .send("POST", "/thing-groups/" + Words.encoded(name), Json.object())
        .path("thingGroupArn")
        .asString();
  }

  /** Registers a thing and puts it into a group; both may be so already. */
  void thing(String thing, String group) {
    client.send("POST", "/things/" + Words.encoded(thing), Json.object());
    client.send(
        "PUT",
        "/thing-groups/addThingToThingGroup",
        Json.object().put("thingName", thing).put("thingGroupName", group));
  }

  /** A new certificate for a thing, active, with the policy. */
  Issued certificate(String thing) {
    var key = DeviceKey.make();
    var csr = Json.object().put("certificateSigningRequest", key.signingRequest(thing));
    var issued = client.send("POST", "/certificates?setAsActive=true", csr);
    String arn = issued.path("certificateArn").asString();
    client.send("PUT", "/things/" + Words.encoded(thing) + "/principals", Json.object(), arn);
    client.send(
        "PUT", "/target-policies/" + Words.encoded(policy), Json.object().put("target", arn));
    return new Issued(key, issued.path("certificatePem").asString(), arn);
  }

  /** How a device with that certificate connects. */
  MqttClientSslConfig tls(Issued issued) {
    return MqttClientSslConfig.builder()
        .keyManagerFactory(issued.key().with(issued.certificatePem()))
        .trustManagerFactory(Client.trust(caFile))
        .build();
  }
}
