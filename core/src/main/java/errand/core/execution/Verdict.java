package errand.core.execution;

import java.util.List;

/** The answer to a command. */
public sealed interface Verdict {
  /** Do this; an empty list means that there is nothing to do and the command is fine. */
  record Accepted(List<Fact> facts) implements Verdict {
    public Accepted {
      facts = List.copyOf(facts);
    }
  }

  /** Change nothing and say why. */
  record Refused(Refusal why) implements Verdict {}
}
