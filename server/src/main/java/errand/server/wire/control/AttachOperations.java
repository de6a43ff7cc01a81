package errand.server.wire.control;

import errand.core.app.Answer;
import errand.core.app.ControlRefusal;
import errand.core.app.Policies;
import errand.core.app.PolicyRows.Holder;
import errand.core.fleet.Policy;
import errand.core.name.PolicyName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What policies are attached to: certificates and groups, in today's operations and in the older
 * ones for principals. Source: control-plane 10.4.
 */
final class AttachOperations {
  private static final String PRINCIPAL = "x-amzn-iot-principal";

  private final Policies policies;

  AttachOperations(Policies policies) {
    this.policies = policies;
  }

  List<Route> routes() {
    String targets = "/target-policies/{policyName}";
    String principals = "/principal-policies/{policyName}";
    return List.of(
        Route.of("PUT", targets, "AttachPolicy", each -> onTarget(each, policies::attach)),
        Route.of("POST", targets, "DetachPolicy", each -> onTarget(each, policies::detach)),
        Route.of("POST", "/attached-policies/{target}", "ListAttachedPolicies", this::attached),
        Route.of("POST", "/policy-targets/{policyName}", "ListTargetsForPolicy", this::targets),
        Route.of(
            "PUT",
            principals,
            "AttachPrincipalPolicy",
            each -> onPrincipal(each, policies::attach)),
        Route.of(
            "DELETE",
            principals,
            "DetachPrincipalPolicy",
            each -> onPrincipal(each, policies::detach)),
        Route.of("GET", "/principal-policies", "ListPrincipalPolicies", this::principalPolicies),
        Route.of("GET", "/policy-principals", "ListPolicyPrincipals", this::policyPrincipals));
  }

  @FunctionalInterface
  private interface Deed {
    Answer<Policy, ControlRefusal> on(PolicyName name, Holder holder);
  }

  private static RestReply onTarget(Request request, Deed deed) {
    Optional<PolicyName> name = PolicyOperations.name(request);
    Optional<String> target = request.body().requiredText("target");
    return request.checked(
        () ->
            holder(
                request,
                target.orElseThrow(),
                found ->
                    Replies.of(deed.on(name.orElseThrow(), found), done -> RestReply.empty())));
  }

  private static RestReply holder(Request request, String arn, Function<Holder, RestReply> then) {
    return request
        .arns()
        .holder(arn)
        .map(then)
        .orElseGet(
            () ->
                Replies.invalid(
                    "The target must be the ARN of a certificate or a thing group of this"
                        + " account."));
  }

  private static RestReply onPrincipal(Request request, Deed deed) {
    Optional<PolicyName> name = PolicyOperations.name(request);
    return PrincipalOperations.principal(
        request,
        PRINCIPAL,
        id ->
            Replies.of(
                deed.on(name.orElseThrow(), new Holder.OfCertificate(id)),
                done -> RestReply.empty()));
  }

  private RestReply attached(Request request) {
    boolean recursive = request.flag("recursive");
    int length = request.pageSize();
    Optional<String> marker = request.parameter("marker");
    String target = request.variable(0);
    return request.checked(
        () ->
            holder(
                request,
                target,
                found ->
                    names(
                        request,
                        policies.attached(found, recursive),
                        new Slice(marker, request.seal(target, recursive), length))));
  }

  private RestReply principalPolicies(Request request) {
    int length = request.pageSize();
    Optional<String> marker = request.parameter("marker");
    return PrincipalOperations.principal(
        request,
        PRINCIPAL,
        id ->
            names(
                request,
                policies.attached(new Holder.OfCertificate(id), false),
                new Slice(marker, request.seal(id), length)));
  }

  private record Slice(Optional<String> marker, String filter, int length) {}

  private static RestReply names(
      Request request, Answer<List<PolicyName>, ControlRefusal> answer, Slice slice) {
    return Paging.from(slice.marker(), slice.filter())
        .fold(
            after ->
                Replies.of(
                    answer,
                    all -> {
                      var page = Paging.slice(all, after, slice.length(), PolicyName::text);
                      ObjectNode node = Json.object();
                      ArrayNode list = node.putArray("policies");
                      page.items()
                          .forEach(each -> PolicyOperations.entry(list, request.arns(), each));
                      Paging.nextMarker(node, page, slice.filter(), PolicyName::text);
                      return RestReply.ok(node);
                    }),
            Replies::refused);
  }

  private RestReply targets(Request request) {
    Optional<PolicyName> name = PolicyOperations.name(request);
    return holders(request, name, "targets", each -> true);
  }

  private RestReply policyPrincipals(Request request) {
    Optional<PolicyName> name =
        request.call().header("x-amzn-iot-policy").flatMap(PolicyName::parse);
    return name.isEmpty()
        ? Replies.invalid("The header x-amzn-iot-policy must be the name of a policy.")
        : holders(request, name, "principals", Holder.OfCertificate.class::isInstance);
  }

  private RestReply holders(
      Request request, Optional<PolicyName> name, String member, Predicate<Holder> fits) {
    int length = request.pageSize();
    Optional<String> marker = request.parameter("marker");
    return request.checked(
        () -> {
          String filter = request.seal(name.orElseThrow());
          return Paging.from(marker, filter)
              .fold(
                  after ->
                      Replies.of(
                          policies.holders(name.orElseThrow()),
                          all -> {
                            var page =
                                Paging.slice(
                                    all.stream().filter(fits).toList(),
                                    after,
                                    length,
                                    request.arns()::holder);
                            ObjectNode node = Json.object();
                            ArrayNode list = node.putArray(member);
                            page.items().forEach(each -> list.add(request.arns().holder(each)));
                            Paging.nextMarker(node, page, filter, request.arns()::holder);
                            return RestReply.ok(node);
                          }),
                  Replies::refused);
        });
  }
}
