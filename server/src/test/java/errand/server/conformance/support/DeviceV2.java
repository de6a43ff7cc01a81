package errand.server.conformance.support;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import software.amazon.awssdk.crt.iot.MqttRequestResponseClientOptions;
import software.amazon.awssdk.crt.iot.StreamingOperation;
import software.amazon.awssdk.crt.iot.SubscriptionStatusEvent;
import software.amazon.awssdk.crt.iot.SubscriptionStatusEventType;
import software.amazon.awssdk.crt.mqtt.MqttClientConnection;
import software.amazon.awssdk.crt.mqtt5.Mqtt5Client;
import software.amazon.awssdk.crt.mqtt5.packets.ConnectPacket;
import software.amazon.awssdk.iot.AwsIotMqtt5ClientBuilder;
import software.amazon.awssdk.iot.V2ClientStreamOptions;
import software.amazon.awssdk.iot.iotjobs.IotJobsV2Client;
import software.amazon.awssdk.iot.iotjobs.model.DescribeJobExecutionRequest;
import software.amazon.awssdk.iot.iotjobs.model.DescribeJobExecutionResponse;
import software.amazon.awssdk.iot.iotjobs.model.GetPendingJobExecutionsRequest;
import software.amazon.awssdk.iot.iotjobs.model.GetPendingJobExecutionsResponse;
import software.amazon.awssdk.iot.iotjobs.model.JobExecutionsChangedEvent;
import software.amazon.awssdk.iot.iotjobs.model.JobExecutionsChangedSubscriptionRequest;
import software.amazon.awssdk.iot.iotjobs.model.JobStatus;
import software.amazon.awssdk.iot.iotjobs.model.NextJobExecutionChangedEvent;
import software.amazon.awssdk.iot.iotjobs.model.NextJobExecutionChangedSubscriptionRequest;
import software.amazon.awssdk.iot.iotjobs.model.StartNextJobExecutionResponse;
import software.amazon.awssdk.iot.iotjobs.model.StartNextPendingJobExecutionRequest;
import software.amazon.awssdk.iot.iotjobs.model.UpdateJobExecutionRequest;
import software.amazon.awssdk.iot.iotjobs.model.UpdateJobExecutionResponse;
import software.amazon.awssdk.iot.iotjobs.model.V2ErrorResponse;
import software.amazon.awssdk.iot.iotjobs.model.V2ErrorResponseException;

/** A device on the second, request-response client of the AWS IoT Device SDK. */
public final class DeviceV2 implements AutoCloseable {
  private static final MqttRequestResponseClientOptions OPTIONS =
      MqttRequestResponseClientOptions.builder()
          .withMaxRequestResponseSubscriptions(8)
          .withMaxStreamingSubscriptions(2)
          .withOperationTimeoutSeconds((int) Await.PATIENCE.toSeconds())
          .build();

  private final BlockingQueue<JobExecutionsChangedEvent> listChanged = new LinkedBlockingQueue<>();
  private final BlockingQueue<NextJobExecutionChangedEvent> nextChanged =
      new LinkedBlockingQueue<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final IotJobsV2Client client;
  private final String thing;

  private DeviceV2(IotJobsV2Client client, AutoCloseable connection, String thing) {
    this.client = client;
    this.thing = thing;
    open.push(connection);
    open.push(client);
    listenToList();
    listenToNext();
  }

  /** What the client stands on. */
  public enum Over {
    MQTT_3,
    MQTT_5
  }

  /** Connects and waits until both notifications are subscribed to. */
  public static DeviceV2 connect(Over over, Doors doors, DeviceKeys keys, String thing) {
    return switch (over) {
      case MQTT_3 -> over3(Sdk.mqtt3(doors, keys, thing), thing);
      case MQTT_5 -> over5(doors, keys, thing);
    };
  }

  /** Over a connection made elsewhere, which is closed with it. */
  public static DeviceV2 over3(MqttClientConnection connection, String thing) {
    Await.result(connection.connect());
    return new DeviceV2(
        IotJobsV2Client.newFromMqtt311(connection, OPTIONS),
        () -> {
          Await.result(connection.disconnect());
          connection.close();
        },
        thing);
  }

  private static DeviceV2 over5(Doors doors, DeviceKeys keys, String thing) {
    return over5(Sdk.mqtt5(doors, keys), thing);
  }

  /** Over a connection to be built, whose client id becomes the thing's name. */
  public static DeviceV2 over5(AwsIotMqtt5ClientBuilder unfinished, String thing) {
    var life = new Life();
    Mqtt5Client connection;
    try (var builder = unfinished) {
      connection =
          builder
              .withConnectProperties(new ConnectPacket.ConnectPacketBuilder().withClientId(thing))
              .withLifeCycleEvents(life)
              .build();
    }
    return over5(connection, life, thing);
  }

  /** Over a connection that tells its life there, and is closed with this. */
  public static DeviceV2 over5(Mqtt5Client connection, Life life, String thing) {
    connection.start();
    Await.result(life.connected());
    return new DeviceV2(
        IotJobsV2Client.newFromMqtt5(connection, OPTIONS),
        () -> {
          connection.stop();
          Await.result(life.stopped());
          connection.close();
        },
        thing);
  }

  private void listenToList() {
    var request = new JobExecutionsChangedSubscriptionRequest();
    request.thingName = thing;
    var subscribed = new CompletableFuture<Boolean>();
    listen(
        client.createJobExecutionsChangedStream(request, options(listChanged::add, subscribed)),
        subscribed);
  }

  private void listenToNext() {
    var request = new NextJobExecutionChangedSubscriptionRequest();
    request.thingName = thing;
    var subscribed = new CompletableFuture<Boolean>();
    listen(
        client.createNextJobExecutionChangedStream(request, options(nextChanged::add, subscribed)),
        subscribed);
  }

  private void listen(StreamingOperation stream, CompletableFuture<Boolean> subscribed) {
    open.push(stream);
    stream.open();
    Await.result(subscribed);
  }

  private static <T> V2ClientStreamOptions<T> options(
      Consumer<T> handler, CompletableFuture<Boolean> subscribed) {
    return V2ClientStreamOptions.<T>builder()
        .withStreamEventHandler(handler)
        .withSubscriptionEventHandler(event -> subscription(event, subscribed))
        .withDeserializationFailureHandler(
            failure -> subscribed.completeExceptionally(failure.getCause()))
        .build();
  }

  private static void subscription(
      SubscriptionStatusEvent event, CompletableFuture<Boolean> subscribed) {
    if (event.getType() == SubscriptionStatusEventType.SUBSCRIPTION_ESTABLISHED) {
      subscribed.complete(true);
    } else {
      subscribed.completeExceptionally(new IllegalStateException(event.getType().toString()));
    }
  }

  public JobExecutionsChangedEvent listChanged() {
    return DeviceV1.take(listChanged);
  }

  public NextJobExecutionChangedEvent nextChanged() {
    return DeviceV1.take(nextChanged);
  }

  public GetPendingJobExecutionsResponse pending() {
    var request = new GetPendingJobExecutionsRequest();
    request.thingName = thing;
    return Await.result(client.getPendingJobExecutions(request));
  }

  public StartNextJobExecutionResponse startNext(Map<String, String> details) {
    var request = new StartNextPendingJobExecutionRequest();
    request.thingName = thing;
    request.statusDetails = new HashMap<>(details);
    return Await.result(client.startNextPendingJobExecution(request));
  }

  public DescribeJobExecutionResponse describe(String job) {
    return Await.result(client.describeJobExecution(describeRequest(job)));
  }

  public V2ErrorResponse describeRejection(String job) {
    return rejection(client.describeJobExecution(describeRequest(job)));
  }

  private DescribeJobExecutionRequest describeRequest(String job) {
    var request = new DescribeJobExecutionRequest();
    request.thingName = thing;
    request.jobId = job;
    return request;
  }

  public UpdateJobExecutionResponse update(
      String job, JobStatus status, int version, Map<String, String> details) {
    return Await.result(client.updateJobExecution(updateRequest(job, status, version, details)));
  }

  /** The error that an update meets. */
  public V2ErrorResponse rejection(String job, JobStatus status, int version) {
    return rejection(client.updateJobExecution(updateRequest(job, status, version, Map.of())));
  }

  private UpdateJobExecutionRequest updateRequest(
      String job, JobStatus status, int version, Map<String, String> details) {
    var request = new UpdateJobExecutionRequest();
    request.thingName = thing;
    request.jobId = job;
    request.status = status;
    request.expectedVersion = version;
    request.statusDetails = new HashMap<>(details);
    return request;
  }

  private static V2ErrorResponse rejection(CompletableFuture<?> answer) {
    try {
      throw new AssertionError("accepted: " + Await.result(answer));
    } catch (V2ErrorResponseException refused) {
      return refused.getModeledError();
    }
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failure) {
        throw new IllegalStateException(failure);
      }
    }
  }
}
