package errand.server.wire.control;

import errand.server.wire.rest.RestReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A method and a path template, such as {@code /things/{name}/jobs}, with what answers it.
 *
 * @param operation the operation's name, as AWS spells it
 */
record Route(
    String method, List<String> template, String operation, Function<Request, RestReply> answer) {
  private static final List<String> READING =
      List.of("Describe", "Get", "List", "Search", "Export", "Plan", "Test", "Diagnose");

  static Route of(
      String method, String template, String operation, Function<Request, RestReply> answer) {
    return new Route(method, List.of(template.substring(1).split("/")), operation, answer);
  }

  /** The path's variables, when method and path are this route's. */
  Optional<List<String>> match(String givenMethod, List<String> path) {
    if (!method.equals(givenMethod) || path.size() != template.size()) {
      return Optional.empty();
    }
    var variables = new ArrayList<String>();
    for (int i = 0; i < path.size(); i++) {
      if (template.get(i).startsWith("{")) {
        variables.add(path.get(i));
      } else if (!template.get(i).equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  /** True when the operation changes nothing, which AWS's names tell. */
  boolean looks() {
    return READING.stream().anyMatch(operation::startsWith);
  }

  /** Fixed segments in the template; with several matches the most fixed one wins. */
  long fixed() {
    return template.stream().filter(each -> !each.startsWith("{")).count();
  }
}
