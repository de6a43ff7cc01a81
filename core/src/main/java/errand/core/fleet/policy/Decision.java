package errand.core.fleet.policy;

import errand.core.name.PolicyName;

/** May it be done, and by which statement. */
public sealed interface Decision {
  /** Yes. */
  record Allowed(PolicyName policy, String statement) implements Decision {}

  /** No, a statement says so. */
  record Denied(PolicyName policy, String statement) implements Decision {}

  /** No, since nothing says yes. */
  record NotAllowed() implements Decision {}

  default boolean allowed() {
    return this instanceof Allowed;
  }

  /** For people. */
  default String why() {
    return switch (this) {
      case Allowed(var policy, var statement) ->
          "allowed by statement " + statement + " of policy " + policy;
      case Denied(var policy, var statement) ->
          "denied by statement " + statement + " of policy " + policy;
      case NotAllowed() -> "no statement allows it";
    };
  }
}
