package errand.server.conformance.support;

import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The control plane, for what a test needs there before it begins. */
public final class Operator implements AutoCloseable {
  private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";

  /** What every device may do: connect, and listen to what belongs to no thing. */
  private static final String ANY_DEVICE =
      """
      {"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"iot:Connect","Resource":"*"},
        {"Effect":"Allow","Action":"iot:Subscribe","Resource":[
          "arn:aws:iot:*:*:topicfilter/#","arn:aws:iot:*:*:topicfilter/+/*"]}]}
      """;

  private static final String PER_THING =
      """
      {"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["iot:Publish","iot:Receive"],
         "Resource":"arn:aws:iot:*:*:topic/$aws/things/THING/*"},
        {"Effect":"Allow","Action":"iot:Subscribe",
         "Resource":"arn:aws:iot:*:*:topicfilter/$aws/things/THING/*"},
        {"Effect":"Allow","Action":"iotjobsdata:*","Resource":"arn:aws:iot:*:*:thing/THING"}]}
      """;

  private final Https https;
  private final Doors doors;
  private final InstantSource clock;

  Operator(Doors doors, InstantSource clock) {
    this.https = Https.at(doors, clock.instant());
    this.doors = doors;
    this.clock = clock;
  }

  /** A certificate issued by the server. */
  public record Issued(String arn, String id, DeviceKeys keys) {}

  public static String thingArn(String thing) {
    return ARN + "thing/" + thing;
  }

  public void createThing(String name) {
    expect(call("POST", "/things/" + name.replace(":", "%3A"), "{}"));
  }

  /** A job for these things with this document; further members of the request as JSON text. */
  public void createJobWith(String more, String id, String document, String... things) {
    var body = (ObjectNode) JsonMapper.shared().readTree(more);
    body.put("document", document);
    var targets = body.putArray("targets");
    for (var thing : things) {
      targets.add(thingArn(thing));
    }
    expect(call("PUT", "/jobs/" + id, body.toString()));
  }

  public void createJob(String id, String document, String... things) {
    createJobWith("{}", id, document, things);
  }

  public JsonNode describeJob(String id) {
    return expect(call("GET", "/jobs/" + id, "")).path("job");
  }

  public void cancelJob(String id) {
    expect(call("PUT", "/jobs/" + id + "/cancel?force=true", "{}"));
  }

  public Issued createCertificate(boolean active) {
    var request = DeviceKeys.request("device");
    var body = JsonMapper.shared().createObjectNode();
    body.put("certificateSigningRequest", request.csrPem());
    var made = expect(call("POST", "/certificates?setAsActive=" + active, body.toString()));
    var issued =
        new Issued(
            made.path("certificateArn").asString(),
            made.path("certificateId").asString(),
            new DeviceKeys(made.path("certificatePem").asString(), request.privateKeyPem()));
    permit(issued, "any-device", ANY_DEVICE);
    return issued;
  }

  /** Lets the certificate do whatever a device does for a thing, under any client id. */
  public void permitThing(Issued certificate, String thing) {
    permit(certificate, "thing-" + thing.replace(':', '_'), PER_THING.replace("THING", thing));
  }

  /** Attaches a policy of this name, made when there is none. */
  public void permit(Issued certificate, String policy, String document) {
    var body = JsonMapper.shared().createObjectNode().put("policyDocument", document);
    var made = call("POST", "/policies/" + policy, body.toString());
    if (made.status() != 409) {
      expect(made);
    }
    var target = JsonMapper.shared().createObjectNode().put("target", certificate.arn());
    expect(call("PUT", "/target-policies/" + policy, target.toString()));
  }

  public void setStatus(Issued certificate, String status) {
    expect(call("PUT", "/certificates/" + certificate.id() + "?newStatus=" + status, ""));
  }

  /** Lets the certificate speak and act for a thing. */
  public void attach(Issued certificate, String thing) {
    permitThing(certificate, thing);
    expect(
        call(
            "PUT",
            "/things/" + thing + "/principals",
            "{}",
            Map.of("x-amzn-principal", certificate.arn())));
  }

  /** One signed call, refused or not. */
  public Https.Reply call(String method, String pathAndQuery, String body) {
    return call(method, pathAndQuery, body, Map.of());
  }

  public Https.Reply call(
      String method, String pathAndQuery, String body, Map<String, String> headers) {
    return https.send(signature("iot"), method, pathAndQuery, body, headers);
  }

  /** One signed call to the device plane. */
  public Https.Reply device(String method, String pathAndQuery, String body) {
    return https.send(signature("iot-jobs-data"), method, pathAndQuery, body, Map.of());
  }

  /** One signed call to the artifact store. */
  public Https.Reply s3(String method, String pathAndQuery) {
    return https.send(signature("s3"), method, pathAndQuery, "", Map.of());
  }

  public Https.Signature signature(String service) {
    return new Https.Signature(doors.key(), service, clock.instant());
  }

  private static JsonNode expect(Https.Reply reply) {
    if (reply.status() != 200) {
      throw new AssertionError("refused: " + reply);
    }
    return reply.body().isEmpty() ? JsonMapper.shared().createObjectNode() : reply.json();
  }

  @Override
  public void close() {
    https.close();
  }
}
