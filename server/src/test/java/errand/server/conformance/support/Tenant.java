package errand.server.conformance.support;

import errand.server.conformance.support.MqttProbe.Login;
import errand.server.identity.AccessKey;
import errand.server.identity.Role;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.IotException;

/** One account of a server, as its operator sees it through the AWS SDK. */
public record Tenant(Doors doors, IotClient iot) implements AutoCloseable {
  private static final String ANYTHING =
      """
      {"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["iot:*","iotjobsdata:*"],"Resource":"*"}]}
      """;

  public static Tenant of(Doors doors) {
    return new Tenant(doors, Sdk.iot(doors));
  }

  /** Of an account that the server has not seen yet; returns when its key counts. */
  public static Tenant fresh(Doors doors, Path data, String account) {
    var tenant = of(doors.with(KeyFile.of(data).add(account, Role.ADMIN)));
    Await.answer(tenant::admitted, yes -> yes);
    return tenant;
  }

  private boolean admitted() {
    try {
      iot.listThings();
      return true;
    } catch (IotException notYet) {
      return false;
    }
  }

  public AccessKey key() {
    return doors.key();
  }

  public String account() {
    return doors.key().account();
  }

  public String arn(String resource) {
    return "arn:aws:iot:us-east-1:" + account() + ":" + resource;
  }

  public void thing(String name) {
    iot.createThing(t -> t.thingName(name));
  }

  public void job(String id, String document, String thing) {
    iot.createJob(j -> j.jobId(id).document(document).targets(arn("thing/" + thing)));
  }

  /** What a thing's device needs; its policy allows everything. */
  public DeviceKeys device(String thing) {
    var request = DeviceKeys.request(thing);
    var made =
        iot.createCertificateFromCsr(
            c -> c.certificateSigningRequest(request.csrPem()).setAsActive(true));
    iot.createPolicy(p -> p.policyName("anything-" + thing).policyDocument(ANYTHING));
    iot.attachPolicy(a -> a.policyName("anything-" + thing).target(made.certificateArn()));
    iot.attachThingPrincipal(a -> a.thingName(thing).principal(made.certificateArn()));
    return new DeviceKeys(made.certificatePem(), request.privateKeyPem());
  }

  /** How a device with this client id logs in. */
  public Login login(DeviceKeys keys, String clientId, boolean clean) {
    return new Login(doors, Optional.of(keys), clientId, clean);
  }

  @Override
  public void close() {
    iot.close();
  }
}
