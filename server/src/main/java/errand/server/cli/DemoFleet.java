package errand.server.cli;

import errand.server.cli.SimulatedDevice.Script;
import errand.server.wire.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Registers and runs the devices of the demo: most work, some fail, one refuses, one goes silent.
 */
final class DemoFleet implements AutoCloseable {
  static final int SIZE = 25;
  static final String GROUP = "demo-pumps";

  private static final List<String> STEPS = List.of("download", "verify", "install");

  private final Enrolment enrolment;
  private final SimulatedDevice.Door door;
  private final List<SimulatedDevice> devices = new ArrayList<>();

  DemoFleet(Client client, SimulatedDevice.Door door, Path caFile) {
    this.enrolment = new Enrolment(client, caFile, GROUP);
    this.door = door;
  }

  /** Registers the group, and the policy of all its devices; the group's ARN. */
  String register() {
    enrolment.prepare();
    return enrolment.group(GROUP);
  }

  /** Registers a device, puts it in the group, connects it. */
  void add(int number) {
    String thing = "pump-%02d".formatted(number);
    enrolment.thing(thing, GROUP);
    var tls = Optional.of(enrolment.tls(enrolment.certificate(thing)));
    var script = script(number);
    var device =
        new SimulatedDevice(thing, () -> script, door, tls, SimulatedDevice.Witness.NOBODY);
    devices.add(device);
    device.start();
  }

  /** The job's document: what a real device would download and install. */
  static ObjectNode document() {
    ObjectNode document = Json.object().put("operation", "install").put("version", "2.1.0");
    document.put("url", "https://downloads.example/pump/2.1.0.bin");
    return document;
  }

  private static Script script(int number) {
    int pace = 250 + 90 * (number % 10);
    return switch (number) {
      case 4, 11 -> new Script(STEPS, pace, "FAILED", "checksum mismatch");
      case 17 -> new Script(STEPS.subList(0, 1), pace, "FAILED", "disk full");
      case 9 -> new Script(List.of(), pace, "REJECTED", "not while pumping");
      case 21 -> new Script(STEPS.subList(0, 1), pace, Script.NONE, "");
      default -> new Script(STEPS, pace, "SUCCEEDED", "");
    };
  }

  @Override
  public void close() {
    devices.forEach(SimulatedDevice::close);
  }
}
