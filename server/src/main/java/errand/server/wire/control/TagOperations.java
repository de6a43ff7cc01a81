package errand.server.wire.control;

import errand.core.app.Tags;
import errand.core.fleet.Tagged;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Tags of whatever has an ARN. Source: control-plane 10.5. */
final class TagOperations {
  private final Tags tags;

  TagOperations(Tags tags) {
    this.tags = tags;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/tags", "TagResource", this::tag),
        Route.of("POST", "/untag", "UntagResource", this::untag),
        Route.of("GET", "/tags", "ListTagsForResource", this::list));
  }

  private RestReply tag(Request request) {
    Input body = request.body();
    Optional<String> arn = body.requiredText("resourceArn");
    body.require("tags");
    var list = TagList.read(body);
    return request.checked(
        list.problem(),
        () ->
            resource(
                request,
                arn.orElseThrow(),
                resource -> Replies.of(tags.tag(resource, list.byKey()), all -> Replies.done())));
  }

  private RestReply untag(Request request) {
    Input body = request.body();
    Optional<String> arn = body.requiredText("resourceArn");
    body.require("tagKeys");
    Optional<List<String>> keys =
        body.texts("tagKeys", 0, TagList.READ_MAX, TagList.KEY_LENGTH, TagList.KEY);
    return request.checked(
        () ->
            resource(
                request,
                arn.orElseThrow(),
                resource ->
                    Replies.of(tags.untag(resource, keys.orElseThrow()), left -> Replies.done())));
  }

  // All tags fit one page, so that no token was ever given out.
  private RestReply list(Request request) {
    Optional<String> arn = request.requiredParameter("resourceArn");
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        token.map(_ -> "Next token is invalid."),
        () ->
            resource(
                request,
                arn.orElseThrow(),
                resource ->
                    Replies.of(
                        tags.list(resource),
                        all -> {
                          ObjectNode node = Json.object();
                          TagList.write(node, all);
                          return RestReply.ok(node);
                        })));
  }

  private static RestReply resource(Request request, String arn, Function<Tagged, RestReply> then) {
    return request
        .arns()
        .tagged(arn)
        .map(then)
        .orElseGet(
            () ->
                Replies.invalid(
                    "The resource ARN names nothing of this account and region that can be tagged: "
                        + arn));
  }
}
