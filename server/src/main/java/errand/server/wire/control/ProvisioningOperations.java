package errand.server.wire.control;

import errand.core.app.Answer;
import errand.core.app.ControlRefusal;
import errand.core.app.Issuer;
import errand.core.app.Page;
import errand.core.app.Provisioner;
import errand.core.app.ProvisioningTemplates;
import errand.core.app.ProvisioningTemplates.NewTemplate;
import errand.core.app.ProvisioningTemplates.Whole;
import errand.core.name.ProvisioningTemplateName;
import errand.core.provision.Blueprint;
import errand.core.provision.ProvisioningTemplate;
import errand.core.provision.ProvisioningTemplate.Kind;
import errand.core.provision.ProvisioningTemplate.Settings;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Provisioning templates, claims, and the registration of one thing by a template. */
final class ProvisioningOperations {
  private static final String LIST = "ListProvisioningTemplates";
  private static final Rule NAME_LENGTH = Rule.length(1, ProvisioningTemplateName.CHARS_MAX);
  private static final Rule NAME =
      Rule.pattern(Pattern.compile("[0-9A-Za-z_-]+"), "^[0-9A-Za-z_-]+$");
  private static final Rule DESCRIPTION_LENGTH = Rule.length(0, 500);
  private static final Rule BODY_LENGTH = Rule.length(0, Blueprint.BODY_CHARS_MAX);
  private static final Rule ROLE_LENGTH = Rule.length(20, 2048);
  private static final Rule PARAMETER_KEY = text -> Optional.empty();
  private static final Rule PARAMETER_VALUE = Rule.length(0, 65_536);

  private final ProvisioningTemplates templates;
  private final Provisioner provisioner;

  ProvisioningOperations(ProvisioningTemplates templates, Provisioner provisioner) {
    this.templates = templates;
    this.provisioner = provisioner;
  }

  List<Route> routes() {
    String all = "/provisioning-templates";
    String one = all + "/{provisioningTemplateName}";
    String versions = one + "/versions";
    String version = versions + "/{versionId}";
    return List.of(
        Route.of("POST", all, "CreateProvisioningTemplate", this::create),
        Route.of("GET", all, LIST, this::list),
        Route.of("GET", one, "DescribeProvisioningTemplate", this::describe),
        Route.of("PATCH", one, "UpdateProvisioningTemplate", this::update),
        Route.of("DELETE", one, "DeleteProvisioningTemplate", this::delete),
        Route.of("POST", versions, "CreateProvisioningTemplateVersion", this::createVersion),
        Route.of("GET", versions, "ListProvisioningTemplateVersions", this::versions),
        Route.of("GET", version, "DescribeProvisioningTemplateVersion", this::describeVersion),
        Route.of("DELETE", version, "DeleteProvisioningTemplateVersion", this::deleteVersion),
        Route.of("POST", one + "/provisioning-claim", "CreateProvisioningClaim", this::claim),
        Route.of("POST", "/things", "RegisterThing", this::registerThing));
  }

  private static Optional<ProvisioningTemplateName> name(Request request) {
    return request
        .variable(0, "templateName", NAME_LENGTH, NAME)
        .flatMap(ProvisioningTemplateName::parse);
  }

  private static Optional<Integer> number(Request request) {
    return request
        .wholeVariable(1, "versionId", Integer.MIN_VALUE, Integer.MAX_VALUE)
        .map(Long::intValue);
  }

  private RestReply create(Request request) {
    Input body = request.body();
    Optional<ProvisioningTemplateName> name =
        body.requiredText("templateName", NAME_LENGTH, NAME)
            .flatMap(ProvisioningTemplateName::parse);
    Optional<String> text = body.requiredText("templateBody", BODY_LENGTH);
    Optional<String> role = body.requiredText("provisioningRoleArn", ROLE_LENGTH);
    Optional<String> description = description(body);
    boolean enabled = body.flag("enabled").orElse(false);
    Kind kind = body.oneOf("type", Kind.class).orElse(Kind.FLEET_PROVISIONING);
    var tags = TagList.read(body);
    return request.checked(
        tags.problem().or(() -> hook(body)),
        () ->
            Replies.of(
                templates.create(
                    new NewTemplate(
                        name.orElseThrow(),
                        kind,
                        new Settings(description.orElse(""), enabled, role.orElseThrow()),
                        text.orElseThrow(),
                        tags.byKey())),
                made ->
                    RestReply.ok(
                        named(request.arns(), made.template())
                            .put("defaultVersionId", made.version().number()))));
  }

  private static Optional<String> description(Input body) {
    return body.text("description", DESCRIPTION_LENGTH, Rule.NO_CONTROL);
  }

  // Taken and not called, it would let devices in that it was to keep out (docs/compat.md).
  private static Optional<String> hook(Input body) {
    return body.has("preProvisioningHook")
        ? Optional.of(
            "preProvisioningHook is not supported: there is no Lambda to ask. Keep claims secret,"
                + " or register the things beforehand.")
        : Optional.empty();
  }

  private RestReply list(Request request) {
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () ->
            Paging.from(token, request.seal())
                .fold(
                    after -> {
                      Page<ProvisioningTemplate> page =
                          templates.list(after.flatMap(ProvisioningTemplateName::parse), length);
                      ObjectNode node = Json.object();
                      ArrayNode all = node.putArray("templates");
                      page.items().forEach(each -> all.add(summary(request.arns(), each)));
                      Paging.next(node, page, request.seal(), each -> each.name().text());
                      return RestReply.ok(node);
                    },
                    Replies::refused));
  }

  private static ObjectNode named(Arns arns, ProvisioningTemplate template) {
    return Json.object()
        .put("templateArn", arns.provisioning(template.name()))
        .put("templateName", template.name().text());
  }

  private static ObjectNode summary(Arns arns, ProvisioningTemplate template) {
    return named(arns, template)
        .put("description", template.description())
        .put("creationDate", Replies.seconds(template.createdAt()))
        .put("lastModifiedDate", Replies.seconds(template.updatedAt()))
        .put("enabled", template.enabled())
        .put("type", template.kind().name());
  }

  private RestReply describe(Request request) {
    Optional<ProvisioningTemplateName> name = name(request);
    return request.checked(
        () ->
            Replies.of(
                templates.describe(name.orElseThrow()),
                found ->
                    RestReply.ok(
                        summary(request.arns(), found.template())
                            .put("defaultVersionId", found.version().number())
                            .put("templateBody", found.version().body())
                            .put("provisioningRoleArn", found.template().role()))));
  }

  private RestReply update(Request request) {
    Optional<ProvisioningTemplateName> name = name(request);
    Input body = request.body();
    var update =
        new ProvisioningTemplates.Update(
            description(body),
            body.flag("enabled"),
            body.text("provisioningRoleArn", ROLE_LENGTH),
            body.whole("defaultVersionId", Integer.MIN_VALUE, Integer.MAX_VALUE)
                .map(Long::intValue));
    return request.checked(
        hook(body),
        () -> Replies.of(templates.update(name.orElseThrow(), update), done -> Replies.done()));
  }

  private RestReply delete(Request request) {
    Optional<ProvisioningTemplateName> name = name(request);
    return request.checked(
        () -> Replies.of(templates.delete(name.orElseThrow()), done -> Replies.done()));
  }

  private RestReply createVersion(Request request) {
    Optional<ProvisioningTemplateName> name = name(request);
    Optional<String> body = request.body().requiredText("templateBody", BODY_LENGTH);
    boolean intoForce = request.flag("setAsDefault");
    return request.checked(
        () ->
            Replies.of(
                templates.createVersion(name.orElseThrow(), body.orElseThrow(), intoForce),
                made ->
                    RestReply.ok(
                        named(request.arns(), made.template())
                            .put("versionId", made.version().number())
                            .put("isDefaultVersion", made.inForce()))));
  }

  private RestReply versions(Request request) {
    Optional<ProvisioningTemplateName> name = name(request);
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    String filter = request.seal(name);
    return request.checked(
        () ->
            Replies.of(
                Paging.from(token, filter)
                    .then(
                        after ->
                            templates
                                .versions(name.orElseThrow())
                                .then(
                                    all ->
                                        Answer.<Page<Whole>, ControlRefusal>given(
                                            Paging.slice(
                                                all, after, length, ProvisioningOperations::key)))),
                page -> {
                  ObjectNode node = Json.object();
                  ArrayNode list = node.putArray("versions");
                  page.items().forEach(each -> list.add(version(each)));
                  Paging.next(node, page, filter, ProvisioningOperations::key);
                  return RestReply.ok(node);
                }));
  }

  private static String key(Whole whole) {
    return Integer.toString(whole.version().number());
  }

  private static ObjectNode version(Whole whole) {
    return Json.object()
        .put("versionId", whole.version().number())
        .put("creationDate", Replies.seconds(whole.version().createdAt()))
        .put("isDefaultVersion", whole.inForce());
  }

  private RestReply describeVersion(Request request) {
    Optional<ProvisioningTemplateName> name = name(request);
    Optional<Integer> number = number(request);
    return request.checked(
        () ->
            Replies.of(
                templates.describeVersion(name.orElseThrow(), number.orElseThrow()),
                found -> RestReply.ok(version(found).put("templateBody", found.version().body()))));
  }

  private RestReply deleteVersion(Request request) {
    Optional<ProvisioningTemplateName> name = name(request);
    Optional<Integer> number = number(request);
    return request.checked(
        () ->
            Replies.of(
                templates.deleteVersion(name.orElseThrow(), number.orElseThrow()),
                done -> Replies.done()));
  }

  private RestReply claim(Request request) {
    Optional<ProvisioningTemplateName> name = name(request);
    return request.checked(
        () ->
            Replies.of(
                provisioner.claim(name.orElseThrow(), claimPolicy(request, name.orElseThrow())),
                claim ->
                    RestReply.ok(
                        issued(claim.issued())
                            .put("expiration", Replies.seconds(claim.expiresAt())))));
  }

  private static ObjectNode issued(Issuer.Issued issued) {
    ObjectNode node =
        Json.object()
            .put("certificateId", issued.certificateId())
            .put("certificatePem", issued.certificatePem());
    CertificateOperations.putKeyPair(node, issued);
    return node;
  }

  /** What the holder of a claim may do: be provisioned by this template, and nothing else. */
  private static String claimPolicy(Request request, ProvisioningTemplateName name) {
    ObjectNode document = Json.object().put("Version", "2012-10-17");
    ArrayNode statements = document.putArray("Statement");
    List<String> topics =
        List.of(
            "$aws/certificates/create/*",
            "$aws/certificates/create-from-csr/*",
            "$aws/provisioning-templates/" + name + "/provision/*");
    allow(statements, "iot:Connect", List.of(request.arns().arn("client/*")));
    for (String action : List.of("iot:Publish", "iot:Receive")) {
      allow(
          statements,
          action,
          topics.stream().map(each -> request.arns().arn("topic/" + each)).toList());
    }
    allow(
        statements,
        "iot:Subscribe",
        topics.stream().map(each -> request.arns().arn("topicfilter/" + each)).toList());
    return Json.text(document);
  }

  private static void allow(ArrayNode statements, String action, List<String> resources) {
    ObjectNode statement = statements.addObject().put("Effect", "Allow").put("Action", action);
    ArrayNode list = statement.putArray("Resource");
    resources.forEach(list::add);
  }

  private RestReply registerThing(Request request) {
    Optional<String> body = request.body().requiredText("templateBody");
    Map<String, String> parameters =
        request
            .body()
            .object("parameters")
            .map(each -> each.pairs(PARAMETER_KEY, PARAMETER_VALUE))
            .orElse(Map.of());
    return request.checked(
        () ->
            provisioner
                .register(body.orElseThrow(), parameters)
                .fold(
                    done -> {
                      ObjectNode node =
                          Json.object().put("certificatePem", done.certificate().pem());
                      ObjectNode arns = node.putObject("resourceArns");
                      done.resources()
                          .forEach((label, name) -> arns.put(label, request.arns().arn(name)));
                      return RestReply.ok(node);
                    },
                    ProvisioningOperations::unregistered));
  }

  // The errors this operation has by the service model.
  private static RestReply unregistered(ControlRefusal refusal) {
    return switch (refusal.why()) {
      case INVALID -> Replies.invalid(refusal.message());
      case CONFLICT, ALREADY_EXISTS, CERTIFICATE_CONFLICT ->
          RestReply.error(409, "ConflictingResourceUpdateException", refusal.message());
      default -> RestReply.error(400, "ResourceRegistrationFailureException", refusal.message());
    };
  }
}
