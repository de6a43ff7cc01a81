package errand.bench;

import errand.server.wire.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A list that an operator can page through.
 *
 * @param name of the operation, with what is listed
 * @param path of the request; for a search that of the index
 * @param query of a search; absent for an ordinary list
 */
record Listing(String name, String path, Optional<String> query) {
  /** Entries of a page. */
  static final int PAGE = 10;

  static final List<Listing> ALL =
      List.of(
          list("ListThings", "/things"),
          list("ListThingsInThingGroup", "/thing-groups/" + Seed.ALL + "/things"),
          list("ListJobs", "/jobs"),
          list("ListJobs of a status", "/jobs?status=COMPLETED"),
          list("ListJobExecutionsForJob", "/jobs/" + History.WIDE_JOB + "/things"),
          list(
              "ListJobExecutionsForJob of a status",
              "/jobs/" + History.WIDE_JOB + "/things?status=SUCCEEDED"),
          list("ListJobExecutionsForThing", "/things/" + Seed.name(0) + "/jobs"),
          list(
              "ListJobExecutionsForThing of a status",
              "/things/" + Seed.name(0) + "/jobs?status=SUCCEEDED"),
          search("SearchIndex, all things", "*"),
          search("SearchIndex, things of a type", "thingTypeName:pump"),
          search("SearchIndex, members of a group", "thingGroupNames:" + Seed.ALL));

  private static Listing list(String name, String path) {
    return new Listing(name, path, Optional.empty());
  }

  private static Listing search(String name, String query) {
    return new Listing(name, "/indices/search", Optional.of(query));
  }

  /** Asks for the page that a token stands for, or the first one. */
  JsonNode page(Operator operator, Optional<String> token) {
    if (query.isPresent()) {
      var body = Json.object().put("queryString", query.get()).put("maxResults", PAGE);
      token.ifPresent(each -> body.put("nextToken", each));
      return operator.send("POST", path, body);
    }
    var join = path.contains("?") ? "&" : "?";
    var after = token.map(each -> "&nextToken=" + each).orElse("");
    return operator.send("GET", path + join + "maxResults=" + PAGE + after, Json.object());
  }

  /**
   * Walks from the first page on; the token of the last one.
   *
   * @param number of that page, from 2
   * @throws UnexpectedException when the list ends before it
   */
  String walk(Operator operator, int number) {
    var token = Optional.<String>empty();
    for (var at = 1; at < number; at++) {
      var next = page(operator, token).path("nextToken").asString("");
      if (next.isEmpty()) {
        throw new UnexpectedException(name + " has only " + at + " pages");
      }
      token = Optional.of(next);
    }
    return token.orElseThrow();
  }
}
