package errand.server.wire.control;

import errand.core.document.ManagedTemplate;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The templates that come with the service. Source: control-plane 7. */
final class ManagedTemplateOperations {
  private static final String LIST = "ListManagedJobTemplates";
  private static final Rule NAME_LENGTH = Rule.length(1, 64);
  private static final Rule VERSION =
      Rule.pattern(Pattern.compile("[1-9]+.[0-9]+"), "^[1-9]+.[0-9]+");

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/managed-job-templates", LIST, this::list),
        Route.of(
            "GET",
            "/managed-job-templates/{templateName}",
            "DescribeManagedJobTemplate",
            this::describe));
  }

  private RestReply list(Request request) {
    Optional<String> name = request.parameter("templateName", NAME_LENGTH);
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    String seal = request.seal(name);
    return request.checked(
        () ->
            Paging.from(token, seal)
                .fold(
                    after -> RestReply.ok(page(request, name, after.orElse(""), length, seal)),
                    Replies::refused));
  }

  private static ObjectNode page(
      Request request, Optional<String> name, String after, int length, String seal) {
    List<ManagedTemplate> rest =
        ManagedTemplate.ALL.stream()
            .filter(each -> name.isEmpty() || name.get().equals(each.name()))
            .filter(each -> each.name().compareTo(after) > 0)
            .toList();
    ObjectNode node = Json.object();
    ArrayNode list = node.putArray("managedJobTemplates");
    rest.stream().limit(length).forEach(each -> list.add(summary(request.arns(), each)));
    if (rest.size() > length) {
      node.put("nextToken", PageToken.of(seal, rest.get(length - 1).name()));
    }
    return node;
  }

  private RestReply describe(Request request) {
    Optional<String> name = request.checkedVariable(0, "templateName", NAME_LENGTH);
    Optional<String> version = request.parameter("templateVersion", VERSION);
    return request.checked(
        () ->
            name.flatMap(ManagedTemplate::named)
                .filter(each -> version.isEmpty() || version.get().equals(ManagedTemplate.VERSION))
                .map(found -> RestReply.ok(shape(request.arns(), found)))
                .orElseGet(
                    () ->
                        RestReply.error(
                            404,
                            "ResourceNotFoundException",
                            "Managed Job Template " + name.orElse("") + " cannot be found.")));
  }

  private static ObjectNode summary(Arns arns, ManagedTemplate template) {
    ObjectNode node =
        Json.object()
            .put("templateArn", arns.managedTemplate(template))
            .put("templateName", template.name())
            .put("description", template.description());
    ArrayNode environments = node.putArray("environments");
    ManagedTemplate.ENVIRONMENTS.forEach(environments::add);
    return node.put("templateVersion", ManagedTemplate.VERSION);
  }

  private static ObjectNode shape(Arns arns, ManagedTemplate template) {
    ObjectNode node = summary(arns, template);
    ArrayNode parameters = node.putArray("documentParameters");
    for (ManagedTemplate.Parameter each : template.parameters()) {
      parameters
          .addObject()
          .put("key", each.key())
          .put("description", each.description())
          .put("regex", each.regex())
          .put("example", each.example())
          .put("optional", each.optional());
    }
    return node.put("document", template.document());
  }
}
