package errand.server.wire.control;

import errand.core.app.Catalog;
import errand.core.app.Page;
import errand.core.artifact.S3Url;
import errand.core.catalog.Release;
import errand.core.catalog.Software;
import errand.core.name.PackageName;
import errand.core.name.VersionName;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The catalog of software packages. Source: control-plane 11.2. */
final class PackageOperations {
  private static final String LIST = "ListPackages";
  private static final String VERSIONS = "ListPackageVersions";
  private static final Rule NAME =
      Rule.pattern(Pattern.compile("[a-zA-Z0-9\\-_.]+"), "[a-zA-Z0-9-_.]+");
  private static final Rule DESCRIPTION = Rule.length(0, 1024);
  private static final Rule ATTRIBUTE_NAME =
      Rule.pattern(Pattern.compile("[a-zA-Z0-9:_-]{1,128}"), "[a-zA-Z0-9:_-]+");
  private static final Rule ATTRIBUTE_VALUE =
      Rule.pattern(Pattern.compile("[^\\p{C}]{1,1024}"), "[^\\p{C}]+");

  private final Catalog catalog;

  PackageOperations(Catalog catalog) {
    this.catalog = catalog;
  }

  List<Route> routes() {
    String one = "/packages/{packageName}";
    String version = one + "/versions/{versionName}";
    return List.of(
        route("PUT", one, "CreatePackage", this::create),
        route("GET", one, "GetPackage", this::describe),
        route("PATCH", one, "UpdatePackage", this::update),
        route("DELETE", one, "DeletePackage", this::delete),
        route("GET", "/packages", LIST, this::list),
        route("PUT", version, "CreatePackageVersion", this::createVersion),
        route("GET", version, "GetPackageVersion", this::describeVersion),
        route("PATCH", version, "UpdatePackageVersion", this::updateVersion),
        route("DELETE", version, "DeletePackageVersion", this::deleteVersion),
        route("GET", one + "/versions", VERSIONS, this::versions),
        route("GET", "/package-configuration", "GetPackageConfiguration", this::configuration),
        route("PATCH", "/package-configuration", "UpdatePackageConfiguration", this::configure));
  }

  // These operations have a name of their own for what the others call an invalid request.
  private static Route route(
      String method, String path, String operation, Function<Request, RestReply> answer) {
    return Route.of(method, path, operation, request -> renamed(answer.apply(request)));
  }

  private static RestReply renamed(RestReply reply) {
    return reply.errorType().filter("InvalidRequestException"::equals).isPresent()
        ? new RestReply(reply.status(), Optional.of("ValidationException"), reply.body())
        : reply;
  }

  private static Optional<PackageName> name(Request request) {
    return request
        .variable(0, "packageName", Rule.length(1, PackageName.CHARS_MAX), NAME)
        .flatMap(PackageName::parse);
  }

  private static Optional<VersionName> version(Request request) {
    return request
        .variable(1, "versionName", Rule.length(1, VersionName.CHARS_MAX), NAME)
        .flatMap(VersionName::parse);
  }

  private RestReply create(Request request) {
    Optional<PackageName> name = name(request);
    Optional<String> description = request.body().text("description", DESCRIPTION, Rule.NO_CONTROL);
    return request.checked(
        () ->
            Replies.of(
                catalog.create(name.orElseThrow(), description),
                made -> {
                  ObjectNode node =
                      Json.object()
                          .put("packageName", made.name().text())
                          .put("packageArn", request.arns().software(made.name()));
                  made.description().ifPresent(text -> node.put("description", text));
                  return RestReply.ok(node);
                }));
  }

  private RestReply describe(Request request) {
    Optional<PackageName> name = name(request);
    return request.checked(
        () ->
            Replies.of(
                catalog.describe(name.orElseThrow()),
                found -> {
                  ObjectNode node = summary(found);
                  node.put("packageArn", request.arns().software(found.name()));
                  found.description().ifPresent(text -> node.put("description", text));
                  return RestReply.ok(node);
                }));
  }

  private static ObjectNode summary(Software software) {
    ObjectNode node = Json.object().put("packageName", software.name().text());
    software.defaultVersion().ifPresent(each -> node.put("defaultVersionName", each.text()));
    node.put("creationDate", Replies.seconds(software.createdAt()));
    return node.put("lastModifiedDate", Replies.seconds(software.updatedAt()));
  }

  private RestReply update(Request request) {
    Optional<PackageName> name = name(request);
    Input body = request.body();
    Optional<String> description = body.text("description", DESCRIPTION, Rule.NO_CONTROL);
    Optional<VersionName> version =
        body.text("defaultVersionName", Rule.length(1, VersionName.CHARS_MAX), NAME)
            .flatMap(VersionName::parse);
    boolean unset = body.flag("unsetDefaultVersion").orElse(false);
    return request.checked(
        unset && version.isPresent()
            ? Optional.of("defaultVersionName and unsetDefaultVersion cannot be given together.")
            : Optional.empty(),
        () ->
            Replies.of(
                catalog.update(name.orElseThrow(), new Catalog.Change(description, version, unset)),
                _ -> Replies.done()));
  }

  private RestReply delete(Request request) {
    Optional<PackageName> name = name(request);
    return request.checked(
        () -> Replies.of(catalog.delete(name.orElseThrow()), _ -> Replies.done()));
  }

  private RestReply list(Request request) {
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    return request.checked(
        () ->
            Paging.from(token, request.seal())
                .fold(
                    key -> {
                      Page<Software> page = catalog.list(key.flatMap(PackageName::parse), length);
                      ObjectNode node = Json.object();
                      ArrayNode all = node.putArray("packageSummaries");
                      page.items().forEach(each -> all.add(summary(each)));
                      Paging.next(node, page, request.seal(), each -> each.name().text());
                      return RestReply.ok(node);
                    },
                    Replies::refused));
  }

  private RestReply createVersion(Request request) {
    Optional<PackageName> name = name(request);
    Optional<VersionName> version = version(request);
    Input body = request.body();
    var content =
        new Release.Content(
            body.text("description", DESCRIPTION, Rule.NO_CONTROL),
            attributes(body).orElse(Map.of()),
            artifact(body),
            recipe(body));
    return request.checked(
        () ->
            Replies.of(
                catalog.create(name.orElseThrow(), version.orElseThrow(), content),
                made -> {
                  ObjectNode node = names(request, made);
                  made.content().description().ifPresent(text -> node.put("description", text));
                  ObjectNode attributes = node.putObject("attributes");
                  made.content().attributes().forEach(attributes::put);
                  return RestReply.ok(node.put("status", made.status().name()));
                }));
  }

  private static Optional<Map<String, String>> attributes(Input body) {
    return body.object("attributes").map(each -> each.pairs(ATTRIBUTE_NAME, ATTRIBUTE_VALUE));
  }

  private static Optional<String> recipe(Input body) {
    return body.text("recipe", Rule.length(0, 3072));
  }

  private static Optional<S3Url> artifact(Input body) {
    return body.object("artifact")
        .flatMap(each -> each.requiredObject("s3Location"))
        .flatMap(
            place -> {
              Optional<String> bucket = place.requiredText("bucket", Rule.length(1, 63));
              Optional<String> key = place.requiredText("key", Rule.length(1, 1024));
              Optional<String> version = place.requiredText("version", Rule.length(1, 1024));
              return bucket.flatMap(
                  each ->
                      key.map(
                          path ->
                              new S3Url(Optional.empty(), Optional.empty(), each, path, version)));
            });
  }

  private static ObjectNode names(Request request, Release release) {
    return Json.object()
        .put(
            "packageVersionArn",
            request.arns().software(release.name()) + "/version/" + release.version())
        .put("packageName", release.name().text())
        .put("versionName", release.version().text());
  }

  private RestReply describeVersion(Request request) {
    Optional<PackageName> name = name(request);
    Optional<VersionName> version = version(request);
    return request.checked(
        () ->
            Replies.of(
                catalog.describe(name.orElseThrow(), version.orElseThrow()),
                found -> RestReply.ok(shape(request, found))));
  }

  private static ObjectNode shape(Request request, Release release) {
    ObjectNode node = names(request, release);
    Release.Content content = release.content();
    content.description().ifPresent(text -> node.put("description", text));
    ObjectNode attributes = node.putObject("attributes");
    content.attributes().forEach(attributes::put);
    content
        .artifact()
        .ifPresent(
            url -> {
              ObjectNode place = node.putObject("artifact").putObject("s3Location");
              place.put("bucket", url.bucket()).put("key", url.key());
              url.version().ifPresent(id -> place.put("version", id));
            });
    content.recipe().ifPresent(text -> node.put("recipe", text));
    node.put("status", release.status().name());
    node.put("creationDate", Replies.seconds(release.createdAt()));
    return node.put("lastModifiedDate", Replies.seconds(release.updatedAt()));
  }

  private RestReply updateVersion(Request request) {
    Optional<PackageName> name = name(request);
    Optional<VersionName> version = version(request);
    Input body = request.body();
    var change =
        new Catalog.VersionChange(
            body.text("description", DESCRIPTION, Rule.NO_CONTROL),
            attributes(body),
            artifact(body),
            recipe(body),
            body.oneOf("action", Catalog.Action.class));
    return request.checked(
        () ->
            Replies.of(
                catalog.update(name.orElseThrow(), version.orElseThrow(), change),
                _ -> Replies.done()));
  }

  private RestReply deleteVersion(Request request) {
    Optional<PackageName> name = name(request);
    Optional<VersionName> version = version(request);
    return request.checked(
        () ->
            Replies.of(
                catalog.delete(name.orElseThrow(), version.orElseThrow()), _ -> Replies.done()));
  }

  private RestReply versions(Request request) {
    Optional<PackageName> name = name(request);
    Optional<Release.Status> status = request.oneOf("status", Release.Status.class);
    int length = request.pageLength();
    Optional<String> token = request.parameter("nextToken");
    String seal = request.seal(name, status);
    return request.checked(
        () ->
            Paging.from(token, seal)
                .then(
                    key ->
                        catalog.versions(
                            name.orElseThrow(), key.flatMap(VersionName::parse), length))
                .fold(page -> RestReply.ok(page(page, status, seal)), Replies::refused));
  }

  private static ObjectNode page(Page<Release> page, Optional<Release.Status> status, String seal) {
    ObjectNode node = Json.object();
    ArrayNode all = node.putArray("packageVersionSummaries");
    page.items().stream()
        .filter(each -> status.isEmpty() || status.get() == each.status())
        .forEach(
            each ->
                all.addObject()
                    .put("packageName", each.name().text())
                    .put("versionName", each.version().text())
                    .put("status", each.status().name())
                    .put("creationDate", Replies.seconds(each.createdAt()))
                    .put("lastModifiedDate", Replies.seconds(each.updatedAt())));
    Paging.next(node, page, seal, each -> each.version().text());
    return node;
  }

  private RestReply configuration(Request request) {
    return request.checked(
        () -> {
          ObjectNode node = Json.object();
          Catalog.Configuration is = catalog.configuration();
          ObjectNode byJobs = node.putObject("versionUpdateByJobsConfig");
          byJobs.put("enabled", is.versionsByJobs());
          is.role().ifPresent(arn -> byJobs.put("roleArn", arn));
          return RestReply.ok(node);
        });
  }

  private RestReply configure(Request request) {
    Optional<Input> config = request.body().object("versionUpdateByJobsConfig");
    Optional<Boolean> enabled = config.flatMap(each -> each.flag("enabled"));
    Optional<String> role = config.flatMap(each -> each.text("roleArn", Rule.length(20, 2048)));
    return request.checked(
        () -> {
          catalog.configure(enabled, role);
          return Replies.done();
        });
  }
}
