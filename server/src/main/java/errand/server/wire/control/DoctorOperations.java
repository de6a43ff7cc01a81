package errand.server.wire.control;

import errand.core.app.Doctor;
import errand.core.app.Doctor.Attempt;
import errand.core.app.Doctor.Patient;
import errand.core.fleet.policy.Action;
import errand.core.name.ThingName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * DiagnoseDevice, an extension: why a device cannot connect or act. {@code GET} names a certificate
 * by its id; {@code POST} may bring one in its body, as {@code certificatePem}.
 */
final class DoctorOperations {
  private static final String OPERATION = "DiagnoseDevice";
  private static final Rule TEXT = Rule.length(1, 1024);

  private static final Map<String, Action> ACTIONS =
      Map.of(
          "connect", Action.CONNECT,
          "publish", Action.PUBLISH,
          "retain", Action.RETAIN_PUBLISH,
          "subscribe", Action.SUBSCRIBE,
          "receive", Action.RECEIVE,
          "get-pending", Action.GET_PENDING,
          "start-next", Action.START_NEXT,
          "describe", Action.DESCRIBE_EXECUTION,
          "update", Action.UPDATE_EXECUTION);

  private final Doctor doctor;

  DoctorOperations(Doctor doctor) {
    this.doctor = doctor;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/_errand/doctor", OPERATION, this::diagnose),
        Route.of("POST", "/_errand/doctor", OPERATION, this::diagnose));
  }

  private RestReply diagnose(Request request) {
    Optional<String> action =
        request.parameter("action", Rule.oneOf(ACTIONS.keySet().stream().sorted().toList()));
    Optional<String> topic = request.parameter("topic", TEXT);
    Optional<String> clientId = request.parameter("clientId", TEXT);
    Optional<ThingName> thing =
        request
            .parameter("thingName", Rule.length(1, ThingName.CHARS_MAX), Rule.THING_NAME)
            .flatMap(ThingName::parse);
    Optional<String> subject =
        topic.or(
            () ->
                action.filter("connect"::equals).isPresent()
                    ? clientId.or(() -> thing.map(ThingName::text))
                    : thing.map(ThingName::text));
    Optional<String> missing =
        action.isPresent() && subject.isEmpty()
            ? Optional.of("The action " + action.get() + " takes a topic, clientId or thingName.")
            : Optional.empty();
    var patient =
        new Patient(
            thing,
            request
                .parameter(
                    "certificateId", CertificateOperations.ID_LENGTH, CertificateOperations.ID)
                .map(id -> id.toLowerCase(Locale.ROOT)),
            request
                .body()
                .text("certificatePem", Rule.length(1, CertificateOperations.PEM_CHARS_MAX)),
            clientId,
            action.flatMap(
                name ->
                    subject.map(
                        text -> new Attempt(ACTIONS.getOrDefault(name, Action.CONNECT), text))),
            request.parameter("sourceIp", TEXT));
    return request.checked(missing, () -> RestReply.ok(shape(doctor.examine(patient))));
  }

  private static ObjectNode shape(Doctor.Report report) {
    ObjectNode node = Json.object().put("well", report.well());
    ArrayNode findings = node.putArray("findings");
    report
        .findings()
        .forEach(
            each ->
                findings
                    .addObject()
                    .put("verdict", each.verdict().name())
                    .put("subject", each.subject())
                    .put("says", each.says()));
    ArrayNode refusals = node.putArray("refusals");
    report
        .refusals()
        .forEach(
            each ->
                refusals
                    .addObject()
                    .put("at", each.at().toString())
                    .put("certificateId", each.certificateId())
                    .put("client", each.client())
                    .put("ask", each.ask())
                    .put("why", each.why()));
    return node;
  }
}
