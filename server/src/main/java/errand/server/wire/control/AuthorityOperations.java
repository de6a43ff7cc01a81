package errand.server.wire.control;

import errand.core.app.Authorities;
import errand.core.fleet.Authority;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operator's own certificate authorities. Source: control-plane 10.4. */
final class AuthorityOperations {
  private static final List<String> STATUSES = List.of("ACTIVE", "INACTIVE");
  private static final List<String> SWITCH = List.of("ENABLE", "DISABLE");

  private final Authorities authorities;

  AuthorityOperations(Authorities authorities) {
    this.authorities = authorities;
  }

  List<Route> routes() {
    String one = "/cacertificate/{caCertificateId}";
    return List.of(
        Route.of("GET", "/registrationcode", "GetRegistrationCode", this::code),
        Route.of("DELETE", "/registrationcode", "DeleteRegistrationCode", this::deleteCode),
        Route.of("POST", "/cacertificate", "RegisterCACertificate", this::register),
        Route.of("GET", "/cacertificates", "ListCACertificates", this::list),
        Route.of("GET", one, "DescribeCACertificate", this::describe),
        Route.of("PUT", one, "UpdateCACertificate", this::update),
        Route.of("DELETE", one, "DeleteCACertificate", this::delete));
  }

  private RestReply code(Request request) {
    return request.checked(
        () -> RestReply.ok(Json.object().put("registrationCode", authorities.code())));
  }

  private RestReply deleteCode(Request request) {
    return request.checked(
        () -> {
          authorities.deleteCode();
          return RestReply.ok(Json.object());
        });
  }

  private RestReply register(Request request) {
    Input body = request.body();
    Rule length = Rule.length(1, CertificateOperations.PEM_CHARS_MAX);
    Optional<String> pem = body.requiredText("caCertificate", length);
    Optional<String> proof = body.text("verificationCertificate", length);
    Optional<String> mode =
        body.text("certificateMode", Rule.oneOf(List.of("DEFAULT", "SNI_ONLY")));
    boolean active = request.flag("setAsActive");
    boolean registers = request.flag("allowAutoRegistration");
    boolean template =
        body.object("registrationConfig").filter(it -> !it.names().isEmpty()).isPresent();
    var tags = TagList.read(body);
    return request.checked(
        tags.problem(),
        () -> {
          if (template) {
            return noTemplates();
          }
          if (proof.isPresent() == mode.filter("SNI_ONLY"::equals).isPresent()) {
            return Replies.invalid(
                proof.isPresent()
                    ? "A verificationCertificate is not for certificateMode SNI_ONLY."
                    : "A verificationCertificate is required, save for certificateMode SNI_ONLY.");
          }
          return Replies.of(
              authorities.register(
                  new Authorities.NewAuthority(
                      pem.orElseThrow(), proof, active, registers, tags.byKey())),
              found ->
                  RestReply.ok(
                      Json.object()
                          .put("certificateArn", request.arns().authority(found.id()))
                          .put("certificateId", found.id())));
        });
  }

  // Taken and not acted on, it would leave devices unprovisioned without a word (docs/compat.md).
  private static RestReply noTemplates() {
    return Replies.invalid(
        "registrationConfig is not supported: devices are registered as PENDING_ACTIVATION.");
  }

  private static Optional<String> id(Request request) {
    return request.variable(
        0, "caCertificateId", CertificateOperations.ID_LENGTH, CertificateOperations.ID);
  }

  private RestReply describe(Request request) {
    Optional<String> id = id(request);
    return request.checked(
        () ->
            Replies.of(
                authorities.describe(id.orElseThrow()),
                found -> {
                  ObjectNode node = Json.object();
                  node.set("certificateDescription", described(request.arns(), found));
                  return RestReply.ok(node);
                }));
  }

  private static ObjectNode described(Arns arns, Authority found) {
    ObjectNode node =
        summary(arns, found)
            .put("certificatePem", found.pem())
            .put("ownedBy", arns.account())
            .put("autoRegistrationStatus", found.registersDevices() ? "ENABLE" : "DISABLE")
            .put("lastModifiedDate", Replies.seconds(found.updatedAt()))
            .put("customerVersion", 1)
            .put("generationId", found.id().substring(0, 32))
            .put("certificateMode", found.shared() ? "SNI_ONLY" : "DEFAULT");
    node.putObject("validity")
        .put("notBefore", Replies.seconds(found.validity().from()))
        .put("notAfter", Replies.seconds(found.validity().until()));
    return node;
  }

  private static ObjectNode summary(Arns arns, Authority found) {
    return Json.object()
        .put("certificateArn", arns.authority(found.id()))
        .put("certificateId", found.id())
        .put("status", found.active() ? "ACTIVE" : "INACTIVE")
        .put("creationDate", Replies.seconds(found.createdAt()));
  }

  private RestReply list(Request request) {
    int length = request.pageSize();
    boolean ascending = request.flag("isAscendingOrder");
    Optional<String> marker = request.parameter("marker");
    return request.checked(
        () ->
            Paging.from(marker, request.seal(ascending))
                .fold(
                    after -> {
                      var page =
                          Paging.slice(authorities.list(ascending), after, length, Authority::id);
                      ObjectNode node = Json.object();
                      ArrayNode all = node.putArray("certificates");
                      page.items().forEach(each -> all.add(summary(request.arns(), each)));
                      Paging.nextMarker(node, page, request.seal(ascending), Authority::id);
                      return RestReply.ok(node);
                    },
                    Replies::refused));
  }

  private RestReply update(Request request) {
    Optional<String> id = id(request);
    Optional<Boolean> active =
        request.parameter("newStatus", Rule.oneOf(STATUSES)).map("ACTIVE"::equals);
    Optional<Boolean> registers =
        request.parameter("newAutoRegistrationStatus", Rule.oneOf(SWITCH)).map("ENABLE"::equals);
    boolean template =
        request.body().object("registrationConfig").filter(it -> !it.names().isEmpty()).isPresent();
    return request.checked(
        () ->
            template
                ? noTemplates()
                : Replies.of(
                    authorities.update(
                        id.orElseThrow(),
                        found ->
                            new Authorities.Switches(
                                active.orElse(found.active()),
                                registers.orElse(found.registersDevices()))),
                    done -> RestReply.empty()));
  }

  private RestReply delete(Request request) {
    Optional<String> id = id(request);
    return request.checked(
        () ->
            Replies.of(authorities.delete(id.orElseThrow()), done -> RestReply.ok(Json.object())));
  }
}
