package errand.server.cli;

import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code errand doctor}. */
@Command(
    name = "doctor",
    description =
        "Say why a device cannot connect or act: which certificate, thing, policy statement or"
            + " limit refuses it; and whether the server itself is well.",
    footer = {
      "",
      "Examples:",
      "  errand doctor --data ./dev",
      "      ports, clock, certificates, names, and the rights of the data folder.",
      "  errand doctor --data ./dev --thing pump-17",
      "      everything that working on jobs takes, for each certificate of the thing.",
      "  errand doctor --data ./dev --cert device.pem --client-id pump-17",
      "  errand doctor --data ./dev --thing pump-17 --action publish --topic telemetry/pump-17",
      "",
      "Exit codes: 0 all is well, 1 something stands in the way, 3 no server is ready."
    })
final class DoctorCommand extends ConnectedCommand {
  private static final String HEX_64 = "[0-9a-fA-F]{64}";

  @Option(names = "--thing", paramLabel = "NAME", description = "The device's thing.")
  private Optional<String> thing = Optional.empty();

  @Option(
      names = "--cert",
      paramLabel = "FILE|ID",
      description = "The device's certificate: a PEM file, or its id of 64 digits.")
  private Optional<String> certificate = Optional.empty();

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "The MQTT client id it connects with (default: the thing's name).")
  private Optional<String> clientId = Optional.empty();

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description =
          "What it wants to do: connect, publish, retain, subscribe, receive (MQTT), get-pending,"
              + " start-next, describe, update (HTTPS).")
  private Optional<String> action = Optional.empty();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The topic or filter of that action.")
  private Optional<String> topic = Optional.empty();

  @Option(
      names = "--source-ip",
      paramLabel = "ADDRESS",
      description = "Where it connects from, for policies that ask.")
  private Optional<String> sourceIp = Optional.empty();

  @Option(names = "--json", description = "Print what was found as JSON.")
  private boolean json;

  @Override
  int run(Client client) throws IOException {
    JsonNode report = client.send("POST", "/_errand/doctor?" + query(), body());
    PrintWriter out = out();
    if (json) {
      out.println(Json.text(report));
    } else {
      print(report, out);
    }
    return report.path("well").asBoolean(false) ? Exit.OK : Exit.FAILED;
  }

  private String query() {
    var parameters = new LinkedHashMap<String, Optional<String>>();
    parameters.put("thingName", thing);
    parameters.put("certificateId", certificate.filter(text -> text.matches(HEX_64)));
    parameters.put("clientId", clientId);
    parameters.put("action", action);
    parameters.put("topic", topic);
    parameters.put("sourceIp", sourceIp);
    return parameters.entrySet().stream()
        .filter(each -> each.getValue().isPresent())
        .map(DoctorCommand::pair)
        .collect(Collectors.joining("&"));
  }

  private static String pair(Map.Entry<String, Optional<String>> parameter) {
    return parameter.getKey() + "=" + Words.encoded(parameter.getValue().orElse(""));
  }

  private ObjectNode body() throws IOException {
    ObjectNode body = Json.object();
    Optional<String> file = certificate.filter(text -> !text.matches(HEX_64));
    if (file.isPresent()) {
      body.put("certificatePem", Files.readString(Path.of(file.get())));
    }
    return body;
  }

  private static void print(JsonNode report, PrintWriter out) {
    for (JsonNode each : report.path("findings").values()) {
      out.println(
          Words.printable(
              "%-8s %s: %s"
                  .formatted(
                      each.path("verdict").asString(),
                      each.path("subject").asString(),
                      each.path("says").asString())));
    }
    if (!report.path("refusals").isEmpty()) {
      out.println("Refused lately:");
    }
    for (JsonNode each : report.path("refusals").values()) {
      out.println(
          Words.printable(
              "  %s  client %s, %s: %s"
                  .formatted(
                      each.path("at").asString(),
                      each.path("client").asString(),
                      each.path("ask").asString(),
                      each.path("why").asString())));
    }
  }
}
