package errand.server.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.crt.mqtt.MqttClientConnection;
import software.amazon.awssdk.iot.AwsIotMqtt5ClientBuilder;
import software.amazon.awssdk.iot.AwsIotMqttConnectionBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iotjobsdataplane.IotJobsDataPlaneClient;

/** The AWS SDKs as they are, pointed at a server; the caller closes what it gets. */
public final class Sdk {
  private Sdk() {}

  /** The control plane. */
  public static IotClient iot(Doors doors) {
    return IotClient.builder()
        .endpointOverride(URI.create(doors.httpsUrl()))
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(doors))
        .httpClient(new SdkHttp(DeviceKeys.contextWithoutKeys(doors.ca())))
        .build();
  }

  /** The device plane, signed. */
  public static IotJobsDataPlaneClient jobs(Doors doors) {
    return IotJobsDataPlaneClient.builder()
        .endpointOverride(URI.create(doors.httpsUrl()))
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(doors))
        .httpClient(new SdkHttp(DeviceKeys.contextWithoutKeys(doors.ca())))
        .build();
  }

  /** The device plane, unsigned, with a certificate. */
  public static IotJobsDataPlaneClient jobs(Doors doors, DeviceKeys keys) {
    return IotJobsDataPlaneClient.builder()
        .endpointOverride(URI.create(doors.httpsUrl()))
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClient(new SdkHttp(keys.context(doors.ca())))
        .build();
  }

  private static StaticCredentialsProvider credentials(Doors doors) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(doors.key().id(), doors.key().secret()));
  }

  /** A device over MQTT 3.1.1, not connected yet. */
  public static MqttClientConnection mqtt3(Doors doors, DeviceKeys keys, String clientId) {
    try (var builder =
        AwsIotMqttConnectionBuilder.newMtlsBuilder(keys.certificatePem(), keys.privateKeyPem())) {
      return builder
          .withCertificateAuthority(caPem(doors))
          .withEndpoint("localhost")
          .withPort(doors.mqtts())
          .withClientId(clientId)
          .withCleanSession(true)
          .build();
    }
  }

  /** A device over MQTT 5, to be completed and built. */
  public static AwsIotMqtt5ClientBuilder mqtt5(Doors doors, DeviceKeys keys) {
    return AwsIotMqtt5ClientBuilder.newDirectMqttBuilderWithMtlsFromMemory(
            "localhost", keys.certificatePem(), keys.privateKeyPem())
        .withCertificateAuthority(caPem(doors))
        .withPort((long) doors.mqtts());
  }

  private static String caPem(Doors doors) {
    try {
      return Files.readString(doors.ca());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
