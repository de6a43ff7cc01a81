package errand.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that choose among entries of the record. */
final class AuditFilter {
  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "From then on, such as 2027-01-31T08:00:00Z.")
  private Optional<String> from = Optional.empty();

  @Option(names = "--until", paramLabel = "INSTANT", description = "Before then.")
  private Optional<String> until = Optional.empty();

  @Option(names = "--actor", paramLabel = "ID", description = "By this access key or certificate.")
  private Optional<String> actor = Optional.empty();

  @Option(
      names = "--resource",
      paramLabel = "NAME",
      description = "To this resource: thing/pump-1, job/j1, cert/ID, policy/p, or an ARN.")
  private Optional<String> resource = Optional.empty();

  @Option(
      names = "--action",
      paramLabel = "NAME",
      description = "This operation, such as CreateJob or iot:Connect.")
  private Optional<String> action = Optional.empty();

  @Option(names = "--outcome", paramLabel = "OUTCOME", description = "DONE, REFUSED or FAILED.")
  private Optional<String> outcome = Optional.empty();

  /** The entries chosen, page by page in one order. */
  Pages pages(Client client, boolean ascending) {
    var parameters = new LinkedHashMap<String, String>();
    Map.of(
            "from", from,
            "until", until,
            "actor", actor,
            "resource", resource,
            "action", action,
            "outcome", outcome)
        .forEach((name, value) -> value.ifPresent(text -> parameters.put(name, text)));
    parameters.put("isAscendingOrder", Boolean.toString(ascending));
    String query =
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + Words.encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return new Pages(client, "/_errand/audit?" + query, "auditEntries");
  }
}
