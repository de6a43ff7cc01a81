package errand.server.mqtt;

import errand.server.line.Admission;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.X509KeyManager;

/**
 * How to open the embedded broker.
 *
 * @param bindAddress host name or address to listen on, for all doors
 * @param plainPort port without TLS, 0 for any free one, empty to keep that door shut
 * @param tls the door with mutual TLS, empty to keep it shut
 * @param dataFolder the broker's own folder; created when missing, nothing is written elsewhere
 * @param storage whether sessions outlive the process
 * @param limits what a client may ask for
 * @param admission who may connect at the broker's own doors
 */
public record MqttSettings(
    String bindAddress,
    OptionalInt plainPort,
    Optional<TlsDoor> tls,
    Path dataFolder,
    Storage storage,
    MqttLimits limits,
    Admission admission) {

  /** Everybody may connect as often as they like. */
  public MqttSettings(
      String bindAddress,
      OptionalInt plainPort,
      Optional<TlsDoor> tls,
      Path dataFolder,
      Storage storage,
      MqttLimits limits) {
    this(bindAddress, plainPort, tls, dataFolder, storage, limits, Admission.unlimited());
  }

  /**
   * The door with mutual TLS.
   *
   * @param port 0 for any free one
   * @param keys chooses the server's key and certificate at each handshake, so a manager that reads
   *     its key anew can renew a certificate without a restart
   */
  public record TlsDoor(int port, X509KeyManager keys) {}

  /** Where persistent sessions, their subscriptions and queued messages live. */
  public enum Storage {
    /** Gone when the process ends. */
    MEMORY,
    /** In the data folder. A crash may lose the last second. */
    FILE
  }
}
