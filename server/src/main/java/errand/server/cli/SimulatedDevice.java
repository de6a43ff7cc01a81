package errand.server.cli;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import errand.server.wire.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * A device as the field builds them: it takes up what waits for it, waits for notify-next, takes
 * the next job up with start-next, reports step by step, and ends each job in its own way.
 */
final class SimulatedDevice implements AutoCloseable {
  private static final int CONNECT_SECONDS_MAX = 20;

  private final String thing;
  private final Supplier<Script> scripts;
  private final Witness witness;
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
   * @param cuts whether the connection is lost after the first step, for as long as a step
   */
  record Script(List<String> steps, int stepMillis, String end, String reason, boolean cuts) {
    static final String NONE = "";

    Script(List<String> steps, int stepMillis, String end, String reason) {
      this(steps, stepMillis, end, reason, false);
    }

    Script {
      steps = List.copyOf(steps);
    }
  }

  /** Where a server's MQTT door is. */
  record Door(String host, int port) {}

  /** Is told what a device does; from any thread. */
  interface Witness {
    /** Sees nothing. */
    Witness NOBODY = (thing, deed) -> {};

    void saw(String thing, Deed deed);
  }

  /** What is worth telling of a device. */
  enum Deed {
    CONNECTED,
    STARTED,
    SUCCEEDED,
    FAILED,
    REJECTED,
    WENT_SILENT,
    LOST_CONNECTION
  }

  /**
   * @param scripts one for each job
   * @param tls absent for a plain connection
   */
  SimulatedDevice(
      String thing,
      Supplier<Script> scripts,
      Door door,
      Optional<MqttClientSslConfig> tls,
      Witness witness) {
    this.thing = thing;
    this.scripts = scripts;
    this.witness = witness;
    var builder =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier(thing)
            .serverHost(door.host())
            .serverPort(door.port());
    this.client = tls.map(builder::sslConfig).orElse(builder).buildAsync();
  }

  /** Connects and subscribes; returns when the device is ready for jobs. */
  void start() {
    await(join());
    send("start-next", details("step", "accepted"));
  }

  // Who listens is forgotten with the connection.
  private CompletableFuture<?> join() {
    client.publishes(MqttGlobalPublishFilter.REMAINING, this::answered);
    return client
        .connect()
        .thenCompose(
            connected ->
                client
                    .subscribeWith()
                    .topicFilter(topic("notify-next"))
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .callback(this::notified)
                    .send())
        .thenRun(() -> witness.saw(thing, Deed.CONNECTED));
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
      witness.saw(thing, Deed.STARTED);
      work(job, scripts.get(), 0);
    }
  }

  private void work(String job, Script script, int step) {
    if (step < script.steps().size()) {
      ObjectNode report = details("step", script.steps().get(step));
      report.put("status", "IN_PROGRESS");
      after(
          script,
          () -> {
            send(job + "/update", report);
            if (script.cuts() && step == 0) {
              cut(script, () -> work(job, script, step + 1));
            } else {
              work(job, script, step + 1);
            }
          });
    } else if (script.end().equals(Script.NONE)) {
      witness.saw(thing, Deed.WENT_SILENT);
    } else {
      after(
          script,
          () -> {
            send(job + "/update", end(script));
            witness.saw(thing, Deed.valueOf(script.end()));
          });
    }
  }

  // The report on its way is still sent; then nothing for a step's time.
  private void cut(Script script, Runnable then) {
    after(
        script,
        () -> {
          witness.saw(thing, Deed.LOST_CONNECTION);
          var _ =
              client
                  .disconnect()
                  .whenComplete((gone, failure) -> after(script, () -> rejoin(script, then)));
        });
  }

  private void rejoin(Script script, Runnable then) {
    var _ =
        join()
            .whenComplete(
                (joined, failure) -> {
                  if (failure == null) {
                    then.run();
                  } else {
                    after(script, () -> rejoin(script, then));
                  }
                });
  }

  private static ObjectNode end(Script script) {
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

  private void after(Script script, Runnable next) {
    if (!time.isShutdown()) {
      var _ = time.schedule(next, script.stepMillis(), TimeUnit.MILLISECONDS);
    }
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
