package errand.server.wire.control;

import errand.core.app.Authorizations;
import errand.core.app.Authorizations.Principal;
import errand.core.app.Authorizations.Result;
import errand.core.app.Authorizations.Trial;
import errand.core.fleet.policy.Action;
import errand.core.fleet.policy.Ask;
import errand.core.name.PolicyName;
import errand.core.name.ThingName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * GetEffectivePolicies and TestAuthorization. Each resource of a test has a result of its own
 * [choice]: the model lets one result speak for several and does not say how. Source: control-plane
 * 10.4 and the service model.
 */
final class AuthorizationOperations {
  private static final Rule PRINCIPAL = Rule.length(1, 2048);
  private static final int INFOS_MAX = 10;
  private static final int RESOURCES_MAX = 10;

  private final Authorizations authorizations;

  AuthorizationOperations(Authorizations authorizations) {
    this.authorizations = authorizations;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/effective-policies", "GetEffectivePolicies", this::effective),
        Route.of("POST", "/test-authorization", "TestAuthorization", this::test));
  }

  private RestReply effective(Request request) {
    Optional<String> principal = request.body().text("principal", PRINCIPAL);
    Optional<ThingName> thing =
        request
            .parameter("thingName", Rule.length(1, ThingName.CHARS_MAX), Rule.THING_NAME)
            .flatMap(ThingName::parse);
    Optional<String> problem =
        principal.isEmpty() && thing.isEmpty()
            ? Optional.of("A principal or a thingName is needed.")
            : principal.flatMap(arn -> notACertificate(request, arn));
    return request.checked(
        problem,
        () ->
            Replies.of(
                authorizations.effective(
                    new Principal(principal.flatMap(request.arns()::certificateId), thing)),
                found -> {
                  ObjectNode node = Json.object();
                  ArrayNode all = node.putArray("effectivePolicies");
                  found.forEach(
                      each ->
                          all.addObject()
                              .put("policyName", each.policy().name().text())
                              .put("policyArn", request.arns().policy(each.policy().name()))
                              .put("policyDocument", each.version().document()));
                  return RestReply.ok(node);
                }));
  }

  private static Optional<String> notACertificate(Request request, String arn) {
    return request.arns().certificateId(arn).isPresent()
        ? Optional.empty()
        : Optional.of("The principal must be the ARN of a certificate.");
  }

  private RestReply test(Request request) {
    Input body = request.body();
    Optional<String> principal = body.requiredText("principal", PRINCIPAL);
    Optional<String> clientId = request.parameter("clientId", Rule.length(1, 128));
    body.require("authInfos");
    List<Ask> asks = asks(request, body);
    Set<PolicyName> added = names(body, "policyNamesToAdd");
    Set<PolicyName> skipped = names(body, "policyNamesToSkip");
    return request.checked(
        () ->
            request.checked(
                principal.flatMap(arn -> notACertificate(request, arn)),
                () ->
                    Replies.of(
                        authorizations.test(
                            new Trial(
                                request.arns().certificateId(principal.orElseThrow()).orElseThrow(),
                                clientId,
                                added,
                                skipped,
                                asks)),
                        results -> RestReply.ok(shape(request.arns(), results)))));
  }

  private static Set<PolicyName> names(Input body, String member) {
    return body
        .texts(member, 0, 100, Rule.length(1, PolicyName.CHARS_MAX))
        .orElse(List.of())
        .stream()
        .flatMap(text -> PolicyName.parse(text).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private List<Ask> asks(Request request, Input body) {
    var asks = new ArrayList<Ask>();
    for (Input info : body.objects("authInfos", 1, INFOS_MAX).orElse(List.of())) {
      Optional<Tested> action = info.oneOf("actionType", Tested.class);
      info.require("resources");
      info.texts("resources", 1, RESOURCES_MAX, Rule.length(1, 2048))
          .orElse(List.of())
          .forEach(
              resource ->
                  asks.add(
                      new Ask(
                          action.orElse(Tested.CONNECT).action,
                          Subjects.behindAccount(resource),
                          request.arns().account())));
    }
    return asks;
  }

  /** The actions that can be tested, as the protocol spells them. */
  private enum Tested {
    PUBLISH(Action.PUBLISH),
    SUBSCRIBE(Action.SUBSCRIBE),
    RECEIVE(Action.RECEIVE),
    CONNECT(Action.CONNECT);

    private final Action action;

    Tested(Action action) {
      this.action = action;
    }

    static Tested of(Action action) {
      return Arrays.stream(values())
          .filter(each -> each.action == action)
          .findFirst()
          .orElseThrow();
    }
  }

  private static ObjectNode shape(Arns arns, List<Result> results) {
    ObjectNode node = Json.object();
    ArrayNode all = node.putArray("authResults");
    for (Result each : results) {
      ObjectNode result = all.addObject();
      ObjectNode info = result.putObject("authInfo");
      info.put("actionType", Tested.of(each.ask().action()).name());
      info.putArray("resources").add(arns.arn(each.ask().resource()));
      write(result.putObject("allowed").putArray("policies"), arns, each.allowing());
      ObjectNode denied = result.putObject("denied");
      denied.putObject("implicitDeny").putArray("policies");
      write(denied.putObject("explicitDeny").putArray("policies"), arns, each.denying());
      result.put("authDecision", decision(each));
      result.putArray("missingContextValues");
    }
    return node;
  }

  private static String decision(Result result) {
    if (!result.denying().isEmpty()) {
      return "EXPLICIT_DENY";
    }
    return result.allowing().isEmpty() ? "IMPLICIT_DENY" : "ALLOWED";
  }

  private static void write(ArrayNode into, Arns arns, List<PolicyName> names) {
    names.forEach(name -> PolicyOperations.entry(into, arns, name));
  }
}
