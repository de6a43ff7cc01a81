package errand.server.cli;

import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells other commands on this machine where the server of a data folder listens. */
record RunningFile(
    String host,
    String region,
    OptionalInt httpPort,
    int httpsPort,
    OptionalInt mqttPort,
    int mqttsPort,
    Path caFile,
    Path keysFile) {
  private static final String NAME = "running.json";

  static RunningFile of(Serving server) {
    return new RunningFile(
        server.host(),
        server.region(),
        server.httpPort(),
        server.httpsPort(),
        server.mqttPort(),
        server.mqttsPort(),
        server.caFile().toAbsolutePath(),
        server.keysFile().toAbsolutePath());
  }

  /** Writes it, whole or not at all. */
  void write(Path data) {
    ObjectNode node = Json.object();
    node.put("host", host).put("region", region);
    httpPort.ifPresent(port -> node.put("httpPort", port));
    node.put("httpsPort", httpsPort);
    mqttPort.ifPresent(port -> node.put("mqttPort", port));
    node.put("mqttsPort", mqttsPort);
    node.put("caFile", caFile.toString()).put("keysFile", keysFile.toString());
    try {
      Path draft = data.resolve(NAME + ".new");
      Files.write(draft, Json.bytes(node));
      Files.move(
          draft,
          data.resolve(NAME),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + data.resolve(NAME), failure);
    }
  }

  static void delete(Path data) {
    try {
      Files.deleteIfExists(data.resolve(NAME));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot delete " + data.resolve(NAME), failure);
    }
  }

  /** What the folder's last server wrote; empty when there is none or it stopped cleanly. */
  static Optional<RunningFile> read(Path data) {
    try {
      return Json.parse(Files.readString(data.resolve(NAME)))
          .filter(JsonNode::isObject)
          .map(RunningFile::of);
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }

  private static RunningFile of(JsonNode node) {
    return new RunningFile(
        node.path("host").asString(),
        node.path("region").asString(),
        port(node.path("httpPort")),
        node.path("httpsPort").asInt(),
        port(node.path("mqttPort")),
        node.path("mqttsPort").asInt(),
        Path.of(node.path("caFile").asString()),
        Path.of(node.path("keysFile").asString()));
  }

  private static OptionalInt port(JsonNode node) {
    return node.isInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
  }

  /** Where both planes answer, plain in development mode. */
  String url() {
    return httpPort.isPresent()
        ? "http://127.0.0.1:" + httpPort.getAsInt()
        : "https://localhost:" + httpsPort;
  }
}
