package errand.server.conformance.support;

import errand.server.identity.AccessKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.crt.auth.credentials.CredentialsProvider;
import software.amazon.awssdk.crt.mqtt.MqttClientConnection;
import software.amazon.awssdk.iot.AwsIotMqtt5ClientBuilder;
import software.amazon.awssdk.iot.AwsIotMqttConnectionBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.IotClientBuilder;
import software.amazon.awssdk.services.iotjobsdataplane.IotJobsDataPlaneClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The AWS SDKs as they are, pointed at a server; the caller closes what it gets. */
public final class Sdk {
  private Sdk() {}

  /** The control plane. */
  public static IotClient iot(Doors doors) {
    return control(doors).build();
  }

  /** The same, giving up at once: a quota's refusal is taken for a throttle and tried again. */
  public static IotClient iotWithoutRetries(Doors doors) {
    return control(doors)
        .overrideConfiguration(each -> each.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  /** The same with somebody who listens. */
  public static IotClient iot(Doors doors, ExecutionInterceptor listener) {
    return control(doors)
        .overrideConfiguration(each -> each.addExecutionInterceptor(listener))
        .build();
  }

  private static IotClientBuilder control(Doors doors) {
    return IotClient.builder()
        .endpointOverride(URI.create(doors.httpsUrl()))
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(doors))
        .httpClient(new SdkHttp(DeviceKeys.contextWithoutKeys(doors.ca())));
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

  /** The artifact store, path-style, over TLS. */
  public static S3Client s3(Doors doors) {
    return s3Builder(doors)
        .endpointOverride(URI.create(doors.httpsUrl()))
        .httpClient(new SdkHttp(DeviceKeys.contextWithoutKeys(doors.ca())))
        .build();
  }

  /** The same without TLS, where bodies are signed chunk by chunk. */
  public static S3Client s3Plain(Doors doors) {
    return s3Builder(doors)
        .endpointOverride(URI.create(doors.httpUrl()))
        .httpClient(new SdkHttp())
        .build();
  }

  private static S3ClientBuilder s3Builder(Doors doors) {
    return S3Client.builder()
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(doors));
  }

  /** Makes links to objects. */
  public static S3Presigner presigner(Doors doors) {
    return S3Presigner.builder()
        .endpointOverride(URI.create(doors.httpsUrl()))
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(doors))
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

  /** Anybody with a key, over MQTT 3.1.1 in WebSocket, not connected yet. */
  public static MqttClientConnection webSocket3(Doors doors, AccessKey key, String clientId) {
    try (var builder = AwsIotMqttConnectionBuilder.newDefaultBuilder();
        var provider = signer(key)) {
      return builder
          .withWebsockets(true)
          .withWebsocketSigningRegion("us-east-1")
          .withWebsocketCredentialsProvider(provider)
          .withCertificateAuthority(caPem(doors))
          .withEndpoint("localhost")
          .withPort(doors.https())
          .withClientId(clientId)
          .withCleanSession(true)
          .build();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Anybody with a key, over MQTT 5 in WebSocket, to be completed and built. */
  public static AwsIotMqtt5ClientBuilder webSocket5(Doors doors, AccessKey key) {
    var config = new AwsIotMqtt5ClientBuilder.WebsocketSigv4Config();
    config.region = "us-east-1";
    config.credentialsProvider = signer(key);
    return AwsIotMqtt5ClientBuilder.newWebsocketMqttBuilderWithSigv4Auth("localhost", config)
        .withCertificateAuthority(caPem(doors))
        .withPort((long) doors.https());
  }

  // With a session token, which the SDK appends to the link unsigned.
  private static CredentialsProvider signer(AccessKey key) {
    return new software.amazon.awssdk.crt.auth.credentials.StaticCredentialsProvider
            .StaticCredentialsProviderBuilder()
        .withAccessKeyId(key.id().getBytes(StandardCharsets.UTF_8))
        .withSecretAccessKey(key.secret().getBytes(StandardCharsets.UTF_8))
        .withSessionToken("token".getBytes(StandardCharsets.UTF_8))
        .build();
  }

  /** The authority to trust. */
  public static String caPem(Doors doors) {
    try {
      return Files.readString(doors.ca());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
