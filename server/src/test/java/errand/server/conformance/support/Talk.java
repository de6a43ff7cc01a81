package errand.server.conformance.support;

import errand.server.conformance.support.MqttProbe.Arrival;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** What both protocol versions can do. Numbers are those of the protocol. */
interface Talk {
  /** Who is told what happens. */
  record Ears(Consumer<Arrival> arrived, Runnable closed) {
    void arrived(String topic, Optional<ByteBuffer> payload) {
      var text = payload.map(StandardCharsets.UTF_8::decode).map(Object::toString).orElse("");
      arrived.accept(new Arrival(topic, JsonMapper.shared().readTree(text)));
    }
  }

  /** The code of the CONNACK. */
  int connect();

  List<Integer> subscribe(List<String> filters);

  CompletableFuture<Integer> publish(String topic, byte[] payload, int qos, boolean retain);

  void disconnect();
}
