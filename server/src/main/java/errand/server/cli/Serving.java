package errand.server.cli;

import java.nio.file.Path;
import java.util.OptionalInt;

/** A server that a command has started. */
public interface Serving extends AutoCloseable {
  /** The plain HTTP port, in development mode. */
  OptionalInt httpPort();

  int httpsPort();

  /** The plain MQTT port, in development mode. */
  OptionalInt mqttPort();

  int mqttsPort();

  /** The port that tells protocols apart by ALPN, when it was asked for. */
  default OptionalInt alpnPort() {
    return OptionalInt.empty();
  }

  /** The name clients connect to. */
  String host();

  String region();

  /** An address that opens the console, once. */
  String consoleLink();

  /** Its data folder. */
  Path data();

  /** The certificate that clients must trust, PEM. */
  Path caFile();

  /** The operator's keys. */
  Path keysFile();

  @Override
  void close();
}
