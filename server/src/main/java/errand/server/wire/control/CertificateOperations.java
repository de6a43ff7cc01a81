package errand.server.wire.control;

import errand.core.app.Answer;
import errand.core.app.CertificateRows;
import errand.core.app.Certificates;
import errand.core.app.ControlRefusal;
import errand.core.app.Issuer;
import errand.core.app.Page;
import errand.core.fleet.Certificate;
import errand.core.fleet.Certificate.Source;
import errand.core.fleet.Certificate.Standing;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Device certificates. Source: control-plane 10.4. */
final class CertificateOperations {
  /** Longest signing request, in characters. */
  private static final int CSR_CHARS_MAX = 4096;

  /** Longest certificate text, in characters. */
  static final int PEM_CHARS_MAX = 65_536;

  static final Rule ID_LENGTH = Rule.length(64, 64);
  static final Rule ID = Rule.pattern(Pattern.compile("(0x)?[a-fA-F0-9]+"), "(0x)?[a-fA-F0-9]+");

  private static final Rule STATUS =
      Rule.oneOf(
          List.of(
              "ACTIVE",
              "INACTIVE",
              "REVOKED",
              "PENDING_TRANSFER",
              "REGISTER_INACTIVE",
              "PENDING_ACTIVATION"));

  private final Certificates certificates;

  CertificateOperations(Certificates certificates) {
    this.certificates = certificates;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/keys-and-certificate", "CreateKeysAndCertificate", this::createWithKeys),
        Route.of("POST", "/certificates", "CreateCertificateFromCsr", this::createFromCsr),
        Route.of("POST", "/certificate/register", "RegisterCertificate", this::registerSigned),
        Route.of(
            "POST",
            "/certificate/register-no-ca",
            "RegisterCertificateWithoutCA",
            this::registerAlone),
        Route.of("GET", "/certificates", "ListCertificates", this::list),
        Route.of(
            "GET",
            "/certificates-by-ca/{caCertificateId}",
            "ListCertificatesByCA",
            this::listByAuthority),
        Route.of("GET", "/certificates/{certificateId}", "DescribeCertificate", this::describe),
        Route.of("PUT", "/certificates/{certificateId}", "UpdateCertificate", this::update),
        Route.of("DELETE", "/certificates/{certificateId}", "DeleteCertificate", this::delete));
  }

  private RestReply createWithKeys(Request request) {
    boolean active = request.flag("setAsActive");
    return request.checked(
        () ->
            Replies.of(
                certificates.issueWithKeys(active),
                issued -> {
                  ObjectNode node = issued(request.arns(), issued);
                  putKeyPair(node, issued);
                  return RestReply.ok(node);
                }));
  }

  private RestReply createFromCsr(Request request) {
    boolean active = request.flag("setAsActive");
    Optional<String> csr =
        request.body().requiredText("certificateSigningRequest", Rule.length(1, CSR_CHARS_MAX));
    return request.checked(
        () ->
            Replies.of(
                certificates.issueFromCsr(csr.orElseThrow(), active),
                issued -> RestReply.ok(issued(request.arns(), issued))));
  }

  private RestReply registerSigned(Request request) {
    Optional<String> pem = pem(request);
    Optional<String> authority =
        request.body().text("caCertificatePem", Rule.length(1, PEM_CHARS_MAX));
    // The older way to say it is a query parameter.
    boolean active = request.flag("setAsActive");
    return registered(
        request,
        active ? Standing.ACTIVE : Standing.INACTIVE,
        standing -> certificates.registerSigned(pem.orElseThrow(), authority, standing));
  }

  private RestReply registerAlone(Request request) {
    Optional<String> pem = pem(request);
    return registered(
        request,
        Standing.INACTIVE,
        standing -> certificates.registerAlone(pem.orElseThrow(), standing));
  }

  private static Optional<String> pem(Request request) {
    return request.body().requiredText("certificatePem", Rule.length(1, PEM_CHARS_MAX));
  }

  @FunctionalInterface
  private interface Registering {
    Answer<Certificate, ControlRefusal> as(Standing standing);
  }

  private static RestReply registered(Request request, Standing usual, Registering registering) {
    Optional<String> status = request.body().text("status", STATUS);
    return request.checked(
        () ->
            settable(status.orElse(usual.name()))
                .map(
                    standing ->
                        Replies.of(
                            registering.as(standing),
                            certificate ->
                                RestReply.ok(
                                    Json.object()
                                        .put(
                                            "certificateArn",
                                            request.arns().certificate(certificate.id()))
                                        .put("certificateId", certificate.id()))))
                .orElseGet(() -> unsettable(status.orElse(""))));
  }

  /** The standings an operator can ask for. */
  private static Optional<Standing> settable(String status) {
    return switch (status) {
      case "ACTIVE" -> Optional.of(Standing.ACTIVE);
      case "INACTIVE" -> Optional.of(Standing.INACTIVE);
      case "REVOKED" -> Optional.of(Standing.REVOKED);
      default -> Optional.empty();
    };
  }

  private static RestReply unsettable(String status) {
    return Replies.invalid(
        "The status " + status + " cannot be set; it must be ACTIVE, INACTIVE or REVOKED.");
  }

  private RestReply describe(Request request) {
    Optional<String> id = id(request);
    return request.checked(
        () ->
            Replies.of(
                certificates.describe(id.orElseThrow()),
                found -> {
                  ObjectNode node = Json.object();
                  node.set("certificateDescription", described(request.arns(), found));
                  return RestReply.ok(node);
                }));
  }

  static Optional<String> id(Request request) {
    return request.variable(0, "certificateId", ID_LENGTH, ID);
  }

  private static ObjectNode described(Arns arns, Certificate found) {
    ObjectNode node = summary(arns, found);
    found.source().authority().ifPresent(id -> node.put("caCertificateId", id));
    node.put("certificatePem", found.pem())
        .put("ownedBy", arns.account())
        .put("lastModifiedDate", Replies.seconds(found.updatedAt()))
        .put("customerVersion", 1)
        .put("generationId", found.id().substring(0, 32));
    node.putObject("validity")
        .put("notBefore", Replies.seconds(found.validity().from()))
        .put("notAfter", Replies.seconds(found.validity().until()));
    return node;
  }

  private static ObjectNode summary(Arns arns, Certificate found) {
    return Json.object()
        .put("certificateArn", arns.certificate(found.id()))
        .put("certificateId", found.id())
        .put("status", found.standing().name())
        .put("certificateMode", found.source() instanceof Source.Alone ? "SNI_ONLY" : "DEFAULT")
        .put("creationDate", Replies.seconds(found.createdAt()));
  }

  private RestReply update(Request request) {
    Optional<String> id = id(request);
    Optional<String> status = request.parameter("newStatus", STATUS);
    return request.checked(
        () ->
            settable(status.orElse(""))
                .map(
                    standing ->
                        Replies.of(
                            certificates.setStanding(id.orElseThrow(), standing),
                            done -> RestReply.empty()))
                .orElseGet(() -> unsettable(status.orElse("(none)"))));
  }

  private RestReply delete(Request request) {
    Optional<String> id = id(request);
    boolean force = request.flag("forceDelete");
    return request.checked(
        () -> Replies.of(certificates.delete(id.orElseThrow(), force), done -> RestReply.empty()));
  }

  private RestReply list(Request request) {
    return list(request, Optional.empty());
  }

  private RestReply listByAuthority(Request request) {
    return list(request, request.variable(0, "caCertificateId", ID_LENGTH, ID));
  }

  private RestReply list(Request request, Optional<String> authority) {
    int length = request.pageSize();
    boolean ascending = request.flag("isAscendingOrder");
    Optional<String> marker = request.parameter("marker");
    return request.checked(
        () -> {
          String filter = request.seal(authority, ascending);
          return Paging.from(marker, filter, CertificateOperations::place)
              .fold(
                  after ->
                      RestReply.ok(
                          page(
                              request.arns(),
                              certificates.list(
                                  new CertificateRows.Window(authority, after, ascending, length)),
                              filter)),
                  Replies::refused);
        });
  }

  private static CertificateRows.Place place(String key) {
    int slash = key.indexOf('/');
    return new CertificateRows.Place(
        Instant.ofEpochMilli(Long.parseLong(key.substring(0, slash))), key.substring(slash + 1));
  }

  private static ObjectNode page(Arns arns, Page<Certificate> page, String filter) {
    ObjectNode node = Json.object();
    ArrayNode all = node.putArray("certificates");
    page.items().forEach(each -> all.add(summary(arns, each)));
    Paging.nextMarker(
        node, page, filter, each -> each.createdAt().toEpochMilli() + "/" + each.id());
    return node;
  }

  /** Adds the member {@code keyPair}, where the server made the keys. */
  static void putKeyPair(ObjectNode into, Issuer.Issued issued) {
    issued
        .keys()
        .ifPresent(
            keys ->
                into.putObject("keyPair")
                    .put("PublicKey", keys.publicPem())
                    .put("PrivateKey", keys.privatePem()));
  }

  private static ObjectNode issued(Arns arns, Issuer.Issued issued) {
    return Json.object()
        .put("certificateArn", arns.certificate(issued.certificateId()))
        .put("certificateId", issued.certificateId())
        .put("certificatePem", issued.certificatePem());
  }
}
