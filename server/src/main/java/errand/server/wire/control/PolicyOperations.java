package errand.server.wire.control;

import errand.core.app.Answer;
import errand.core.app.ControlRefusal;
import errand.core.app.Page;
import errand.core.app.Policies;
import errand.core.app.Policies.Whole;
import errand.core.fleet.Policy;
import errand.core.name.PolicyName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Policies and their versions. Source: control-plane 10.4. */
final class PolicyOperations {
  private static final Rule NAME_LENGTH = Rule.length(1, PolicyName.CHARS_MAX);
  private static final Rule NAME = Rule.pattern(Pattern.compile("[\\w+=,.@-]+"), "[\\w+=,.@-]+");
  private static final Rule NUMBER = Rule.pattern(Pattern.compile("[0-9]{1,9}"), "[0-9]+");
  private static final Rule DOCUMENT_LENGTH = Rule.length(0, 404_600);

  private final Policies policies;

  PolicyOperations(Policies policies) {
    this.policies = policies;
  }

  List<Route> routes() {
    String one = "/policies/{policyName}";
    String version = one + "/version/{policyVersionId}";
    return List.of(
        Route.of("POST", one, "CreatePolicy", this::create),
        Route.of("GET", one, "GetPolicy", this::get),
        Route.of("DELETE", one, "DeletePolicy", this::delete),
        Route.of("GET", "/policies", "ListPolicies", this::list),
        Route.of("POST", one + "/version", "CreatePolicyVersion", this::createVersion),
        Route.of("GET", one + "/version", "ListPolicyVersions", this::versions),
        Route.of("GET", version, "GetPolicyVersion", this::getVersion),
        Route.of("DELETE", version, "DeletePolicyVersion", this::deleteVersion),
        Route.of("PATCH", version, "SetDefaultPolicyVersion", this::putInForce));
  }

  /** The policy that the path names first. */
  static Optional<PolicyName> name(Request request) {
    return request.variable(0, "policyName", NAME_LENGTH, NAME).flatMap(PolicyName::parse);
  }

  private static Optional<Integer> number(Request request) {
    return request.variable(1, "policyVersionId", NUMBER).map(Integer::parseInt);
  }

  private RestReply create(Request request) {
    Optional<PolicyName> name = name(request);
    Optional<String> document = request.body().requiredText("policyDocument", DOCUMENT_LENGTH);
    var tags = TagList.read(request.body());
    return request.checked(
        tags.problem(),
        () ->
            Replies.of(
                policies.create(name.orElseThrow(), document.orElseThrow(), tags.byKey()),
                made ->
                    RestReply.ok(
                        named(request.arns(), made)
                            .put("policyDocument", made.version().document())
                            .put("policyVersionId", text(made)))));
  }

  private RestReply createVersion(Request request) {
    Optional<PolicyName> name = name(request);
    Optional<String> document = request.body().requiredText("policyDocument", DOCUMENT_LENGTH);
    boolean intoForce = request.flag("setAsDefault");
    return request.checked(
        () ->
            Replies.of(
                policies.createVersion(name.orElseThrow(), document.orElseThrow(), intoForce),
                made ->
                    RestReply.ok(
                        Json.object()
                            .put("policyArn", request.arns().policy(made.policy().name()))
                            .put("policyDocument", made.version().document())
                            .put("policyVersionId", text(made))
                            .put("isDefaultVersion", made.inForce()))));
  }

  private RestReply get(Request request) {
    Optional<PolicyName> name = name(request);
    return request.checked(
        () ->
            Replies.of(
                policies.get(name.orElseThrow()),
                found ->
                    RestReply.ok(
                        dated(named(request.arns(), found), found)
                            .put("policyDocument", found.version().document())
                            .put("defaultVersionId", text(found)))));
  }

  private RestReply getVersion(Request request) {
    Optional<PolicyName> name = name(request);
    Optional<Integer> number = number(request);
    return request.checked(
        () ->
            Replies.of(
                policies.getVersion(name.orElseThrow(), number.orElseThrow()),
                found ->
                    RestReply.ok(
                        dated(named(request.arns(), found), found)
                            .put("policyDocument", found.version().document())
                            .put("policyVersionId", text(found))
                            .put("isDefaultVersion", found.inForce()))));
  }

  private static ObjectNode named(Arns arns, Whole whole) {
    return Json.object()
        .put("policyName", whole.policy().name().text())
        .put("policyArn", arns.policy(whole.policy().name()));
  }

  private static ObjectNode dated(ObjectNode node, Whole whole) {
    return node.put("creationDate", Replies.seconds(whole.policy().createdAt()))
        .put("lastModifiedDate", Replies.seconds(whole.policy().updatedAt()))
        .put("generationId", Long.toHexString(whole.policy().createdAt().toEpochMilli()));
  }

  private static String text(Whole whole) {
    return Integer.toString(whole.version().number());
  }

  private RestReply versions(Request request) {
    Optional<PolicyName> name = name(request);
    return request.checked(
        () ->
            Replies.of(
                policies.versions(name.orElseThrow()),
                all -> {
                  ObjectNode node = Json.object();
                  ArrayNode list = node.putArray("policyVersions");
                  all.forEach(
                      each ->
                          list.addObject()
                              .put("versionId", text(each))
                              .put("isDefaultVersion", each.inForce())
                              .put("createDate", Replies.seconds(each.version().createdAt())));
                  return RestReply.ok(node);
                }));
  }

  private RestReply deleteVersion(Request request) {
    return onVersion(request, policies::deleteVersion);
  }

  private RestReply putInForce(Request request) {
    return onVersion(request, policies::putInForce);
  }

  @FunctionalInterface
  private interface VersionDeed {
    Answer<Whole, ControlRefusal> on(PolicyName name, int number);
  }

  private static RestReply onVersion(Request request, VersionDeed deed) {
    Optional<PolicyName> name = name(request);
    Optional<Integer> number = number(request);
    return request.checked(
        () ->
            Replies.of(
                deed.on(name.orElseThrow(), number.orElseThrow()), done -> RestReply.empty()));
  }

  private RestReply delete(Request request) {
    Optional<PolicyName> name = name(request);
    return request.checked(
        () -> Replies.of(policies.delete(name.orElseThrow()), done -> RestReply.empty()));
  }

  private RestReply list(Request request) {
    int length = request.pageSize();
    boolean ascending =
        request.flag("isAscendingOrder") || request.call().parameter("isAscendingOrder").isEmpty();
    Optional<String> marker = request.parameter("marker");
    return request.checked(
        () -> {
          String filter = request.seal(ascending);
          return Paging.from(marker, filter)
              .fold(
                  after -> {
                    Page<Policy> page =
                        policies.list(after.flatMap(PolicyName::parse), ascending, length);
                    ObjectNode node = Json.object();
                    ArrayNode all = node.putArray("policies");
                    page.items().forEach(each -> entry(all, request.arns(), each.name()));
                    Paging.nextMarker(node, page, filter, each -> each.name().text());
                    return RestReply.ok(node);
                  },
                  Replies::refused);
        });
  }

  static void entry(ArrayNode all, Arns arns, PolicyName name) {
    all.addObject().put("policyName", name.text()).put("policyArn", arns.policy(name));
  }
}
