package errand.core.fleet.policy;

import java.util.List;

/** What one version of a policy says. */
public record PolicyDocument(List<Statement> statements) {
  public PolicyDocument {
    statements = List.copyOf(statements);
  }
}
