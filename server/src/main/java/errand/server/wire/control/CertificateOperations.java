package errand.server.wire.control;

import errand.core.app.Issuer;
import errand.core.app.Registry;
import errand.core.fleet.Certificate;
import errand.core.name.ThingName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Device certificates and what they speak for. Source: control-plane 10.4. */
final class CertificateOperations {
  /** Longest signing request, in characters. */
  private static final int CSR_CHARS_MAX = 4096;

  private final Registry registry;

  CertificateOperations(Registry registry) {
    this.registry = registry;
  }

  List<Route> routes() {
    return List.of(
        Route.of(
            "POST", "/keys-and-certificate", "CreateKeysAndCertificate", this::createWithKeys),
        Route.of("POST", "/certificates", "CreateCertificateFromCsr", this::createFromCsr),
        Route.of("GET", "/certificates/{certificateId}", "DescribeCertificate", this::describe),
        Route.of("PUT", "/certificates/{certificateId}", "UpdateCertificate", this::update),
        Route.of("PUT", "/things/{thingName}/principals", "AttachThingPrincipal", this::attach));
  }

  private RestReply createWithKeys(Request request) {
    boolean active = request.flag("setAsActive");
    return request.checked(
        () ->
            Replies.of(
                registry.issueWithKeys(active),
                issued -> {
                  ObjectNode node = issued(request.arns(), issued);
                  issued
                      .keys()
                      .ifPresent(
                          keys ->
                              node.putObject("keyPair")
                                  .put("PublicKey", keys.publicPem())
                                  .put("PrivateKey", keys.privatePem()));
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
                registry.issueFromCsr(csr.orElseThrow(), active),
                issued -> RestReply.ok(issued(request.arns(), issued))));
  }

  private RestReply describe(Request request) {
    String id = request.variable(0);
    return request.checked(
        () ->
            Replies.of(
                registry.describeCertificate(id),
                found -> {
                  ObjectNode node = Json.object();
                  node.putObject("certificateDescription")
                      .put("certificateArn", request.arns().certificate(found.id()))
                      .put("certificateId", found.id())
                      .put("status", found.standing().name())
                      .put("certificatePem", found.pem())
                      .put("creationDate", Replies.seconds(found.createdAt()));
                  return RestReply.ok(node);
                }));
  }

  private RestReply update(Request request) {
    String id = request.variable(0);
    Optional<Certificate.Standing> standing =
        request.oneOf("newStatus", Certificate.Standing.class);
    return request.checked(
        () ->
            standing.isEmpty()
                ? Replies.invalid("Give newStatus: ACTIVE, INACTIVE or REVOKED.")
                : Replies.of(
                    registry.setStanding(id, standing.get()), done -> RestReply.empty()));
  }

  private RestReply attach(Request request) {
    Optional<ThingName> thing = request.thingName(0);
    Optional<String> certificate =
        request.call().header("x-amzn-principal").flatMap(request.arns()::certificateId);
    return request.checked(
        () ->
            certificate.isEmpty()
                ? Replies.invalid(
                    "The header x-amzn-principal must be the ARN of a certificate of this account.")
                : Replies.of(
                    registry.attach(thing.orElseThrow(), certificate.get()),
                    done -> RestReply.ok(Json.object())));
  }

  private static ObjectNode issued(Arns arns, Issuer.Issued issued) {
    return Json.object()
        .put("certificateArn", arns.certificate(issued.certificateId()))
        .put("certificateId", issued.certificateId())
        .put("certificatePem", issued.certificatePem());
  }
}
