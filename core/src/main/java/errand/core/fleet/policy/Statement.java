package errand.core.fleet.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One statement of a policy. */
public final class Statement {
  /** What it does to the requests it matches. */
  public enum Effect {
    ALLOW,
    DENY
  }

  private final String label;
  private final Effect effect;
  private final Set<Action> actions;
  private final boolean exceptResources;
  private final List<Resource> resources;
  private final List<Condition> conditions;

  /**
   * What a statement says.
   *
   * @param label its Sid, or its place in the document
   * @param exceptActions the list names what it is not about ({@code NotAction})
   * @param exceptResources likewise ({@code NotResource})
   */
  public record Parts(
      String label,
      Effect effect,
      boolean exceptActions,
      List<String> actions,
      boolean exceptResources,
      List<Resource> resources,
      List<Condition> conditions) {}

  public Statement(Parts parts) {
    label = parts.label();
    effect = parts.effect();
    actions = EnumSet.noneOf(Action.class);
    var words = Words.of(parts.exceptActions(), parts.actions());
    for (Action action : Action.values()) {
      if (words.cover(action)) {
        actions.add(action);
      }
    }
    exceptResources = parts.exceptResources();
    resources = List.copyOf(parts.resources());
    conditions = List.copyOf(parts.conditions());
  }

  String label() {
    return label;
  }

  Effect effect() {
    return effect;
  }

  /**
   * True when the statement is about this request. A variable that stands for nothing: it is not.
   */
  boolean matches(Ask ask, Circumstances here) {
    return actions.contains(ask.action())
        && aboutResource(ask, here)
        && conditions.stream().allMatch(condition -> condition.holds(here));
  }

  private boolean aboutResource(Ask ask, Circumstances here) {
    boolean unknown = false;
    for (Resource resource : resources) {
      Optional<Boolean> match = resource.matches(ask, here);
      if (match.orElse(false)) {
        return !exceptResources;
      }
      unknown |= match.isEmpty();
    }
    // "Deny all but" a resource that stands for nothing denies; "allow all but" it allows nothing.
    return exceptResources && (!unknown || effect == Effect.DENY);
  }
}
