package errand.core.job;

/**
 * What else is true of a job beside its status.
 *
 * @param forceCanceled its cancel was forced
 * @param ended its end time has come: nothing is placed any more
 * @param paused an operator has stopped its rollout for now
 * @param unseen it was over while what waits was hidden: that is called off without ever being
 *     shown
 */
public record Flags(boolean forceCanceled, boolean ended, boolean paused, boolean unseen) {
  public static final Flags NONE = new Flags(false, false, false, false);

  Flags forced(boolean forced) {
    return new Flags(forced, ended, paused, unseen);
  }

  Flags over() {
    return new Flags(forceCanceled, true, paused, unseen);
  }

  Flags paused(boolean now) {
    return new Flags(forceCanceled, ended, now, unseen);
  }

  Flags unseen(boolean hidden) {
    return new Flags(forceCanceled, ended, paused, hidden);
  }
}
