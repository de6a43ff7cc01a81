package errand.core.audit;

import java.time.Instant;
import java.util.List;

/**
 * One line of the record. It names things and never quotes them: no document, no payload, no
 * secret.
 *
 * @param at when; of several alike the first
 * @param action an operation as AWS spells it, {@code iot:Connect} and the like for devices
 * @param resources what it was done to, such as {@code thing/pump-1}; at most {@value
 *     #RESOURCES_MAX}
 * @param code the error's name, empty when it was done
 * @param times how many alike this stands for, 1 or more
 */
public record AuditEntry(
    Instant at,
    Actor actor,
    String action,
    List<String> resources,
    Outcome outcome,
    String code,
    long times) {
  public static final int RESOURCES_MAX = 8;

  public AuditEntry {
    action = Printable.of(action);
    code = Printable.of(code);
    resources = resources.stream().map(Printable::of).distinct().limit(RESOURCES_MAX).toList();
    if (times < 1) {
      throw new IllegalArgumentException("an entry for nothing");
    }
  }

  /** Something that was done once. */
  public static AuditEntry done(Instant at, Actor actor, String action, List<String> resources) {
    return new AuditEntry(at, actor, action, resources, Outcome.DONE, "", 1);
  }
}
