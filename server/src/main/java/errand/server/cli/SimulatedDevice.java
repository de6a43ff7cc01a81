package errand.server.cli;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import errand.server.wire.json.Json;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/**
 * A device as the field builds them: it waits for notify-next, takes the job up with start-next,
 * reports step by step, and ends it in its own way.
 */
final class SimulatedDevice implements AutoCloseable {
  private static final int CONNECT_SECONDS_MAX = 20;

  private final String thing;
  private final Script script;
  private final ScheduledExecutorService time =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("device-", 0).factory());
  private final Mqtt3AsyncClient client;

  /**
   * How the device works.
   *
   * @param steps what it reports on the way, one after the other, in the status details
   * @param stepMillis how long each takes
   * @param end the last status, or {@code NONE}: it goes silent and its job times out
   * @param reason given with the end when it is not a success
   */
  record Script(List<String> steps, int stepMillis, String end, String reason) {
    static final String NONE = "";

    Script {
      steps = List.copyOf(steps);
    }
  }

  /** Where a server's MQTT door is. */
  record Door(String host, int port) {}

  SimulatedDevice(String thing, Script script, Door door, MqttClientSslConfig tls) {
    this.thing = thing;
    this.script = script;
    this.client =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier(thing)
            .serverHost(door.host())
            .serverPort(door.port())
            .sslConfig(tls)
            .buildAsync();
  }

  /** Connects and subscribes; returns when the device is ready for jobs. */
  void start() {
    await(client.connect());
    await(
        client
            .subscribeWith()
            .topicFilter(topic("notify-next"))
            .qos(MqttQos.AT_LEAST_ONCE)
            .callback(this::notified)
            .send());
    client.publishes(MqttGlobalPublishFilter.REMAINING, this::answered);
  }

  private void notified(Mqtt3Publish notice) {
    ObjectNode body = Json.parseObject(notice.getPayloadAsBytes()).orElseGet(Json::object);
    if (body.path("execution").path("status").asString("").equals("QUEUED")) {
      send("start-next", details("step", "accepted"));
    }
  }

  // Answers come without a subscription; only those to start-next matter here.
  private void answered(Mqtt3Publish answer) {
    if (!answer.getTopic().toString().equals(topic("start-next/accepted"))) {
      return;
    }
    ObjectNode body = Json.parseObject(answer.getPayloadAsBytes()).orElseGet(Json::object);
    String job = body.path("execution").path("jobId").asString("");
    if (!job.isEmpty()) {
      work(job, 0);
    }
  }

  private void work(String job, int step) {
    if (step < script.steps().size()) {
      ObjectNode report = details("step", script.steps().get(step));
      report.put("status", "IN_PROGRESS");
      after(
          () -> {
            send(job + "/update", report);
            work(job, step + 1);
          });
    } else if (!script.end().equals(Script.NONE)) {
      after(() -> send(job + "/update", end()));
    }
  }

  private ObjectNode end() {
    ObjectNode report =
        script.reason().isEmpty() ? Json.object() : details("reason", script.reason());
    return report.put("status", script.end());
  }

  private static ObjectNode details(String name, String value) {
    ObjectNode body = Json.object();
    body.putObject("statusDetails").put(name, value);
    return body;
  }

  private void send(String operation, ObjectNode body) {
    client
        .publishWith()
        .topic(topic(operation))
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(Json.bytes(body))
        .send();
  }

  private String topic(String operation) {
    return "$aws/things/" + thing + "/jobs/" + operation;
  }

  private void after(Runnable next) {
    var _ = time.schedule(next, script.stepMillis(), TimeUnit.MILLISECONDS);
  }

  private static void await(CompletableFuture<?> answer) {
    answer.orTimeout(CONNECT_SECONDS_MAX, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    time.shutdownNow();
    client.disconnect().exceptionally(gone -> null);
  }
}
