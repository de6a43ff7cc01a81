package errand.server.conformance.support;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.mqtt.MqttClientConnection;
import software.amazon.awssdk.crt.mqtt.QualityOfService;
import software.amazon.awssdk.iot.iotjobs.IotJobsClient;
import software.amazon.awssdk.iot.iotjobs.model.JobStatus;
import software.amazon.awssdk.iot.iotjobs.model.NextJobExecutionChangedEvent;
import software.amazon.awssdk.iot.iotjobs.model.NextJobExecutionChangedSubscriptionRequest;
import software.amazon.awssdk.iot.iotjobs.model.RejectedError;
import software.amazon.awssdk.iot.iotjobs.model.StartNextJobExecutionResponse;
import software.amazon.awssdk.iot.iotjobs.model.StartNextPendingJobExecutionRequest;
import software.amazon.awssdk.iot.iotjobs.model.StartNextPendingJobExecutionSubscriptionRequest;
import software.amazon.awssdk.iot.iotjobs.model.UpdateJobExecutionRequest;
import software.amazon.awssdk.iot.iotjobs.model.UpdateJobExecutionResponse;
import software.amazon.awssdk.iot.iotjobs.model.UpdateJobExecutionSubscriptionRequest;

/** A device on the first client of the AWS IoT Device SDK, which subscribes and publishes apart. */
public final class DeviceV1 implements AutoCloseable {
  private static final QualityOfService ONCE = QualityOfService.AT_LEAST_ONCE;

  private final BlockingQueue<NextJobExecutionChangedEvent> nextChanged =
      new LinkedBlockingQueue<>();
  private final BlockingQueue<StartNextJobExecutionResponse> started = new LinkedBlockingQueue<>();
  private final BlockingQueue<UpdateJobExecutionResponse> updated = new LinkedBlockingQueue<>();
  private final BlockingQueue<RejectedError> rejected = new LinkedBlockingQueue<>();
  private final MqttClientConnection connection;
  private final IotJobsClient client;
  private final String thing;

  /** Connects and subscribes to what does not depend on a job. */
  public DeviceV1(MqttClientConnection connection, String thing) {
    this.connection = connection;
    this.client = new IotJobsClient(connection);
    this.thing = thing;
    Await.result(connection.connect());
    var next = new NextJobExecutionChangedSubscriptionRequest();
    next.thingName = thing;
    Await.result(client.SubscribeToNextJobExecutionChangedEvents(next, ONCE, nextChanged::add));
    var start = new StartNextPendingJobExecutionSubscriptionRequest();
    start.thingName = thing;
    Await.result(client.SubscribeToStartNextPendingJobExecutionAccepted(start, ONCE, started::add));
    Await.result(
        client.SubscribeToStartNextPendingJobExecutionRejected(start, ONCE, rejected::add));
  }

  public NextJobExecutionChangedEvent nextChanged() {
    return take(nextChanged);
  }

  public StartNextJobExecutionResponse startNext(Map<String, String> details) {
    var request = new StartNextPendingJobExecutionRequest();
    request.thingName = thing;
    request.clientToken = "v1";
    request.statusDetails = new HashMap<>(details);
    Await.result(client.PublishStartNextPendingJobExecution(request, ONCE));
    return take(started);
  }

  /** Reports with the execution's state in the answer. */
  public UpdateJobExecutionResponse update(
      String job, JobStatus status, int version, Map<String, String> details) {
    var request = request(job, status, version);
    request.statusDetails = new HashMap<>(details);
    request.includeJobExecutionState = true;
    subscribeToUpdates(job);
    Await.result(client.PublishUpdateJobExecution(request, ONCE));
    return take(updated);
  }

  /** Reports in vain. */
  public RejectedError updateRejected(String job, JobStatus status, int version) {
    subscribeToUpdates(job);
    Await.result(client.PublishUpdateJobExecution(request(job, status, version), ONCE));
    return take(rejected);
  }

  private UpdateJobExecutionRequest request(String job, JobStatus status, int version) {
    var request = new UpdateJobExecutionRequest();
    request.thingName = thing;
    request.jobId = job;
    request.clientToken = "v1";
    request.status = status;
    request.expectedVersion = version;
    return request;
  }

  private void subscribeToUpdates(String job) {
    var request = new UpdateJobExecutionSubscriptionRequest();
    request.thingName = thing;
    request.jobId = job;
    Consumer<UpdateJobExecutionResponse> accepted = updated::add;
    Await.result(client.SubscribeToUpdateJobExecutionAccepted(request, ONCE, accepted));
    Await.result(client.SubscribeToUpdateJobExecutionRejected(request, ONCE, rejected::add));
  }

  static <T> T take(BlockingQueue<T> queue) {
    try {
      @Nullable T taken = queue.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (taken == null) {
        throw new AssertionError("nothing arrived within " + Await.PATIENCE);
      }
      return taken;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  @Override
  public void close() {
    Await.result(connection.disconnect());
    connection.close();
  }
}
