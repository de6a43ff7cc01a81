package errand.server.http;

import errand.server.line.Line;
import java.util.Optional;

/** Whoever talks MQTT on connections that came in through an HTTP listener. Threads: any. */
public interface MqttLines {

  /** MQTT packets follow at once; the line has a certificate. */
  void direct(Line line);

  /**
   * WebSocket frames with MQTT packets inside follow, from the client's first frame on.
   *
   * @param accessKeyId whose signature opened it; empty when the line's certificate did
   */
  void webSocket(Line line, Optional<String> accessKeyId);
}
