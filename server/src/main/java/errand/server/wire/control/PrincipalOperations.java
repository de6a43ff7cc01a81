package errand.server.wire.control;

import errand.core.app.Certificates;
import errand.core.fleet.Attachment;
import errand.core.name.ThingName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * What certificates speak for. A principal is named in the header {@code x-amzn-principal}. Source:
 * control-plane 10.4.
 */
final class PrincipalOperations {
  private static final String EXCLUSIVE = "EXCLUSIVE_THING";
  private static final String SHARED = "NON_EXCLUSIVE_THING";

  private final Certificates certificates;

  PrincipalOperations(Certificates certificates) {
    this.certificates = certificates;
  }

  List<Route> routes() {
    return List.of(
        Route.of("PUT", "/things/{thingName}/principals", "AttachThingPrincipal", this::attach),
        Route.of("DELETE", "/things/{thingName}/principals", "DetachThingPrincipal", this::detach),
        Route.of("GET", "/things/{thingName}/principals", "ListThingPrincipals", this::listPlain),
        Route.of(
            "GET", "/things/{thingName}/principals-v2", "ListThingPrincipalsV2", this::listTyped),
        Route.of("GET", "/principals/things", "ListPrincipalThings", this::thingsPlain),
        Route.of("GET", "/principals/things-v2", "ListPrincipalThingsV2", this::thingsTyped));
  }

  private RestReply attach(Request request) {
    Optional<ThingName> thing = request.thingName(0);
    boolean exclusive = type(request).filter(EXCLUSIVE::equals).isPresent();
    return principal(
        request,
        id ->
            Replies.of(
                certificates.attach(thing.orElseThrow(), id, exclusive),
                done -> RestReply.ok(Json.object())));
  }

  private static Optional<String> type(Request request) {
    return request.parameter("thingPrincipalType", Rule.oneOf(List.of(EXCLUSIVE, SHARED)));
  }

  private RestReply detach(Request request) {
    Optional<ThingName> thing = request.thingName(0);
    return principal(
        request,
        id ->
            Replies.of(
                certificates.detach(thing.orElseThrow(), id), done -> RestReply.ok(Json.object())));
  }

  private static RestReply principal(Request request, Function<String, RestReply> then) {
    return principal(request, "x-amzn-principal", then);
  }

  /** Goes on with the certificate that a header names. */
  static RestReply principal(Request request, String header, Function<String, RestReply> then) {
    Optional<String> id = request.call().header(header).flatMap(request.arns()::certificateId);
    return request.checked(
        () ->
            id.map(then)
                .orElseGet(
                    () ->
                        Replies.invalid(
                            "The header "
                                + header
                                + " must be the ARN of a certificate of this account.")));
  }

  private RestReply listPlain(Request request) {
    return list(
        request,
        "principals",
        (node, each) ->
            node.withArray("principals").add(request.arns().certificate(each.certificateId())));
  }

  private RestReply listTyped(Request request) {
    return list(
        request,
        "thingPrincipalObjects",
        (node, each) ->
            node.withArray("thingPrincipalObjects")
                .addObject()
                .put("principal", request.arns().certificate(each.certificateId()))
                .put("thingPrincipalType", each.exclusive() ? EXCLUSIVE : SHARED));
  }

  private RestReply list(Request request, String member, BiConsumer<ObjectNode, Attachment> add) {
    Optional<ThingName> thing = request.thingName(0);
    Optional<String> type = type(request);
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () -> {
          String filter = request.seal(thing.orElseThrow(), type);
          return Paging.from(token, filter)
              .fold(
                  after ->
                      Replies.of(
                          certificates.principals(thing.orElseThrow()),
                          all -> {
                            var page =
                                Paging.slice(
                                    all.stream().filter(each -> fits(each, type)).toList(),
                                    after,
                                    length,
                                    Attachment::certificateId);
                            ObjectNode node = Json.object();
                            node.putArray(member);
                            page.items().forEach(each -> add.accept(node, each));
                            Paging.next(node, page, filter, Attachment::certificateId);
                            return RestReply.ok(node);
                          }),
                  Replies::refused);
        });
  }

  private static boolean fits(Attachment attachment, Optional<String> type) {
    return type.isEmpty() || type.get().equals(attachment.exclusive() ? EXCLUSIVE : SHARED);
  }

  private RestReply thingsPlain(Request request) {
    return things(
        request, "things", (node, each) -> node.withArray("things").add(each.thingName().text()));
  }

  private RestReply thingsTyped(Request request) {
    return things(
        request,
        "principalThingObjects",
        (node, each) ->
            node.withArray("principalThingObjects")
                .addObject()
                .put("thingName", each.thingName().text())
                .put("thingPrincipalType", each.exclusive() ? EXCLUSIVE : SHARED));
  }

  private RestReply things(Request request, String member, BiConsumer<ObjectNode, Attachment> add) {
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    Optional<String> type = type(request);
    return principal(
        request,
        id ->
            Paging.from(token, request.seal(id, type))
                .fold(
                    after ->
                        Replies.of(
                            certificates.things(id, after.flatMap(ThingName::parse), length),
                            page -> {
                              ObjectNode node = Json.object();
                              node.putArray(member);
                              page.items().stream()
                                  .filter(each -> fits(each, type))
                                  .forEach(each -> add.accept(node, each));
                              Paging.next(
                                  node,
                                  page,
                                  request.seal(id, type),
                                  each -> each.thingName().text());
                              return RestReply.ok(node);
                            }),
                    Replies::refused));
  }
}
