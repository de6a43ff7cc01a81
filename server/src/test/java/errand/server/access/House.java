package errand.server.access;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import errand.server.Config;
import errand.server.Server;
import errand.server.conformance.support.SdkHttp;
import errand.server.identity.AccessKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iot.IotClient;

/** One server for all tests of this room, with an operator's client; ends with the process. */
final class House {
  static final House ONE = new House();

  private final AtomicInteger numbers = new AtomicInteger();
  final Path data;
  final Server server;
  final IotClient iot;

  private House() {
    try {
      data = Files.createTempDirectory("errand-access-");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server = Server.start(Config.loopback(data, true, Config.Ports.ANY), Clock.systemUTC());
    var key = AccessKeys.open(data.resolve("identity"), Config.ACCOUNT, Clock.systemUTC()).first();
    iot =
        IotClient.builder()
            .endpointOverride(URI.create("http://localhost:" + server.httpPort().orElseThrow()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(key.id(), key.secret())))
            .httpClient(new SdkHttp())
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
  }

  /** A name that no other test has. */
  String name(String beginning) {
    return beginning + "-" + numbers.incrementAndGet();
  }

  /** Makes a policy of one statement list. */
  String policy(String statements) {
    String name = name("policy");
    iot.createPolicy(p -> p.policyName(name).policyDocument(document(statements)));
    return name;
  }

  static String document(String statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
  }

  static String allow(String action, String resource) {
    return """
        {"Effect":"Allow","Action":"%s","Resource":"%s"}
        """
        .formatted(action, resource);
  }

  static String arn(String resource) {
    return "arn:aws:iot:us-east-1:" + Config.ACCOUNT + ":" + resource;
  }

  /** A policy for one thing by variables: connect, publish, subscribe and receive its own. */
  String ownThing() {
    String jobs = "$aws/things/${iot:Connection.Thing.ThingName}/jobs/*";
    return policy(
        String.join(
            ",",
            allow("iot:Connect", arn("client/${iot:Connection.Thing.ThingName}")),
            allow("iot:Publish", arn("topic/" + jobs)),
            allow("iot:Receive", arn("topic/" + jobs)),
            allow("iot:Subscribe", arn("topicfilter/" + jobs))));
  }

  /** A thing. */
  String thing() {
    String name = name("pump");
    iot.createThing(t -> t.thingName(name));
    return name;
  }

  /** An active certificate with its key. */
  DeviceIdentity certificate() {
    return DeviceIdentity.of(iot.createKeysAndCertificate(c -> c.setAsActive(true)));
  }

  /** An active certificate attached to a thing, with a policy. */
  DeviceIdentity certificate(String thing, String policy) {
    DeviceIdentity identity = certificate();
    iot.attachThingPrincipal(a -> a.thingName(thing).principal(identity.arn()));
    iot.attachPolicy(a -> a.policyName(policy).target(identity.arn()));
    return identity;
  }

  /** A client whose connection is watched. */
  record Watched(Mqtt3AsyncClient client, AtomicReference<String> ended) {}

  Watched mqtt3(DeviceIdentity identity, String clientId) {
    var ended = new AtomicReference<>("");
    var client =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier(clientId)
            .serverHost("localhost")
            .serverPort(server.mqttsPort())
            .sslConfig(identity.tls(server.caFile()))
            .addDisconnectedListener(context -> ended.set(context.getSource().name()))
            .buildAsync();
    return new Watched(client, ended);
  }

  Mqtt5AsyncClient mqtt5(DeviceIdentity identity, String clientId) {
    return mqtt5(identity, clientId, reason -> {});
  }

  Mqtt5AsyncClient mqtt5(DeviceIdentity identity, String clientId, Consumer<String> ended) {
    return MqttClient.builder()
        .useMqttVersion5()
        .identifier(clientId)
        .serverHost("localhost")
        .serverPort(server.mqttsPort())
        .sslConfig(identity.tls(server.caFile()))
        .addDisconnectedListener(context -> ended.accept(String.valueOf(context.getCause())))
        .buildAsync();
  }
}
