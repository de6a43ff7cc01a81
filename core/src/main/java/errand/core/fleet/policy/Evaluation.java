package errand.core.fleet.policy;

import errand.core.name.PolicyName;
import java.util.List;

/** What several policies together say: no by default, yes by an allow, no by any deny. */
public final class Evaluation {
  private Evaluation() {}

  /** A policy by its name. */
  public record Named(PolicyName name, PolicyDocument document) {}

  /** Decides one request. Threads: any; changes nothing. */
  public static Decision decide(List<Named> policies, Ask ask, Circumstances here) {
    Decision decision = new Decision.NotAllowed();
    for (Named policy : policies) {
      for (Statement statement : policy.document().statements()) {
        boolean deny = statement.effect() == Statement.Effect.DENY;
        if ((deny || !decision.allowed()) && statement.matches(ask, here)) {
          if (deny) {
            return new Decision.Denied(policy.name(), statement.label());
          }
          decision = new Decision.Allowed(policy.name(), statement.label());
        }
      }
    }
    return decision;
  }
}
