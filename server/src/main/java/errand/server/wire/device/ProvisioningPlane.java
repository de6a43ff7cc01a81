package errand.server.wire.device;

import errand.core.app.Answer;
import errand.core.app.Audit;
import errand.core.app.ControlRefusal;
import errand.core.app.Deed;
import errand.core.app.Issuer;
import errand.core.app.Pace;
import errand.core.app.Paces;
import errand.core.app.Provisioner;
import errand.core.app.Provisioner.Offer;
import errand.core.app.Quota;
import errand.core.app.Quotas;
import errand.core.audit.Actor;
import errand.core.audit.Outcome;
import errand.core.name.ProvisioningTemplateName;
import errand.server.wire.json.Json;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Provisioning by devices, over MQTT: a published request to its answer, which goes to the
 * connection that asked and to nobody else. Threads: any.
 */
public final class ProvisioningPlane {
  /** Longest signing request, in characters, as in the control plane. */
  private static final int CSR_CHARS_MAX = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(ProvisioningPlane.class);

  private final Provisioner provisioner;
  private final Audit audit;
  private final InstantSource clock;
  private final Optional<Paces<Class<?>>> pace;

  /** The clock paces. */
  public ProvisioningPlane(
      Provisioner provisioner, Audit audit, Quotas quotas, InstantSource clock) {
    this.provisioner = provisioner;
    this.audit = audit;
    this.clock = clock;
    int most = quotas.most(Quota.PROVISIONING_PER_SECOND);
    this.pace = most > 0 ? Optional.of(new Paces<>(new Pace(most), 3)) : Optional.empty();
  }

  private record Wrong(int status, String code, String message) {}

  /** Answers a request; blocks for keys to be made and for its transaction. */
  public Optional<MqttDevicePlane.Message> answer(
      Actor actor, ProvisioningTopic asked, String topic, byte[] payload) {
    return switch (asked) {
      case ProvisioningTopic.CreateKeys(boolean json) ->
          Optional.of(
              answer(
                  new Call(actor, asked, topic, "CreateKeysAndCertificate", List.of(), json),
                  payload,
                  body -> offered(provisioner.offerKeys(owner(actor)))));
      case ProvisioningTopic.CreateFromCsr(boolean json) ->
          Optional.of(
              answer(
                  new Call(actor, asked, topic, "CreateCertificateFromCsr", List.of(), json),
                  payload,
                  body -> fromCsr(actor, body)));
      case ProvisioningTopic.Provision(var name, boolean json) ->
          Optional.of(
              answer(
                  new Call(
                      actor,
                      asked,
                      topic,
                      "RegisterThing",
                      name.map(each -> "provisioningtemplate/" + each).stream().toList(),
                      json),
                  payload,
                  body -> provision(actor, name, body)));
      case ProvisioningTopic.ServerOnly() -> Optional.empty();
    };
  }

  private record Call(
      Actor actor,
      ProvisioningTopic asked,
      String topic,
      String action,
      List<String> resources,
      boolean json) {}

  @FunctionalInterface
  private interface Work {
    Answer<ObjectNode, Wrong> on(ObjectNode body);
  }

  private MqttDevicePlane.Message answer(Call call, byte[] payload, Work work) {
    Answer<ObjectNode, Wrong> answer = call.json() ? json(call, payload, work) : notJson();
    return answer.fold(
        node -> new MqttDevicePlane.Message(call.topic() + "/accepted", Json.bytes(node)),
        wrong -> {
          var outcome = wrong.status() >= 500 ? Outcome.FAILED : Outcome.REFUSED;
          audit.tried(call.actor(), call.action(), call.resources(), outcome, wrong.code());
          return new MqttDevicePlane.Message(
              call.topic() + "/rejected",
              call.json()
                  ? json(wrong)
                  : CborError.of(wrong.status(), wrong.code(), wrong.message()));
        });
  }

  private static Answer<ObjectNode, Wrong> notJson() {
    return Answer.refused(
        new Wrong(
            400, "InvalidParameters", "CBOR is not supported; use the topic that ends in json."));
  }

  private Answer<ObjectNode, Wrong> json(Call call, byte[] payload, Work work) {
    long now = Pace.micros(clock.instant());
    if (pace.filter(each -> each.admit(call.asked().getClass(), now)).isEmpty()) {
      return Answer.refused(
          new Wrong(429, "Throttled", "Too many devices are provisioned; please try again."));
    }
    Supplier<Answer<ObjectNode, Wrong>> act =
        () ->
            Json.parseObject(payload)
                .map(work::on)
                .orElseGet(() -> invalid("The payload must be one JSON object in UTF-8."));
    try {
      return Deed.by(call.actor(), () -> Deed.doing(call.action(), call.resources(), act));
    } catch (RuntimeException fault) {
      LOG.error("provisioning failed action={}", call.action(), fault);
      return Answer.refused(
          new Wrong(500, "InternalError", "An internal error occurred; please try again."));
    }
  }

  private static byte[] json(Wrong wrong) {
    return Json.bytes(
        Json.object()
            .put("statusCode", wrong.status())
            .put("errorCode", wrong.code())
            .put("errorMessage", wrong.message()));
  }

  // A shared claim is one owner: its holders get no answers of each other's, so no tokens either.
  private static String owner(Actor actor) {
    return actor.kind() + "/" + actor.id();
  }

  private Answer<ObjectNode, Wrong> fromCsr(Actor actor, ObjectNode body) {
    JsonNode csr = body.path("certificateSigningRequest");
    if (!csr.isString() || csr.stringValue().length() > CSR_CHARS_MAX) {
      return Answer.refused(
          new Wrong(
              400,
              "InvalidCertificateSigningRequest",
              "certificateSigningRequest must be a PEM text of at most "
                  + CSR_CHARS_MAX
                  + " characters."));
    }
    return offered(provisioner.offerFromCsr(csr.stringValue(), owner(actor)));
  }

  private static Answer<ObjectNode, Wrong> offered(Answer<Offer, ControlRefusal> answer) {
    return answer.fold(
        offer -> {
          Issuer.Issued issued = offer.issued();
          ObjectNode node =
              Json.object()
                  .put("certificateId", issued.certificateId())
                  .put("certificatePem", issued.certificatePem())
                  .put("certificateOwnershipToken", offer.token());
          issued.keys().ifPresent(keys -> node.put("privateKey", keys.privatePem()));
          return Answer.given(node);
        },
        ProvisioningPlane::refused);
  }

  private Answer<ObjectNode, Wrong> provision(
      Actor actor, Optional<ProvisioningTemplateName> name, ObjectNode body) {
    if (name.isEmpty()) {
      return invalid("No provisioning template can have this name.");
    }
    JsonNode token = body.path("certificateOwnershipToken");
    if (!token.isString() || token.stringValue().isEmpty()) {
      return Answer.refused(
          new Wrong(
              400,
              "InvalidCertificateOwnershipToken",
              "Certificate ownership token cannot be empty."));
    }
    return parameters(body.path("parameters"))
        .then(
            parameters ->
                provisioner
                    .claim(name.get(), token.stringValue(), owner(actor), parameters)
                    .fold(ProvisioningPlane::fitted, ProvisioningPlane::refused));
  }

  private static Answer<Map<String, String>, Wrong> parameters(JsonNode node) {
    var parameters = new TreeMap<String, String>();
    boolean sound = node.isObject() || node.isMissingNode() || node.isNull();
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      sound &= each.getValue().isString();
      parameters.put(each.getKey(), each.getValue().asString(""));
    }
    return sound ? Answer.given(parameters) : invalid("parameters must be an object of texts.");
  }

  private static Answer<ObjectNode, Wrong> fitted(Provisioner.Fitted fitted) {
    ObjectNode node = Json.object();
    ObjectNode configuration = node.putObject("deviceConfiguration");
    fitted.configuration().forEach(configuration::put);
    fitted.thing().ifPresent(thing -> node.put("thingName", thing.text()));
    return Answer.given(node);
  }

  private static <T> Answer<T, Wrong> invalid(String message) {
    return Answer.refused(new Wrong(400, "InvalidParameters", message));
  }

  /**
   * Codes are as seen from the service [issue] where they were seen, and picks of ours elsewhere.
   */
  private static Answer<ObjectNode, Wrong> refused(ControlRefusal refusal) {
    String message = refusal.message();
    return Answer.refused(
        switch (refusal.why()) {
          case OWNERSHIP_TOKEN -> new Wrong(400, "InvalidCertificateOwnershipToken", message);
          case NOT_FOUND -> new Wrong(404, "ResourceNotFound", message);
          case WRONG_STATE -> new Wrong(403, "AccessDenied", message);
          case CONFLICT, ALREADY_EXISTS -> new Wrong(409, "ResourceConflict", message);
          case LIMIT_EXCEEDED -> new Wrong(429, "LimitExceeded", message);
          default -> new Wrong(400, "InvalidParameters", message);
        });
  }
}
