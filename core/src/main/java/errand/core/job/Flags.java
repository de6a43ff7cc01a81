package errand.core.job;

/**
 * What else is true of a job beside its status.
 *
 * @param forceCanceled its cancel was forced
 * @param ended its end time has come: nothing is placed any more
 * @param paused an operator has stopped its rollout for now
 */
public record Flags(boolean forceCanceled, boolean ended, boolean paused) {
  public static final Flags NONE = new Flags(false, false, false);

  Flags forced(boolean forced) {
    return new Flags(forced, ended, paused);
  }

  Flags over() {
    return new Flags(forceCanceled, true, paused);
  }

  Flags paused(boolean now) {
    return new Flags(forceCanceled, ended, now);
  }
}
