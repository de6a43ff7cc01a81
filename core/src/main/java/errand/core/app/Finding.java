package errand.core.app;

/**
 * One thing that the doctor looked at.
 *
 * @param subject what was looked at, such as {@code certificate 3f…} or {@code listening ports}
 * @param says what was found, and what to do about a problem, for people
 */
public record Finding(Verdict verdict, String subject, String says) {
  /** How it looks. */
  public enum Verdict {
    OK,
    WARNING,
    PROBLEM
  }

  public static Finding ok(String subject, String says) {
    return new Finding(Verdict.OK, subject, says);
  }

  public static Finding warning(String subject, String says) {
    return new Finding(Verdict.WARNING, subject, says);
  }

  public static Finding problem(String subject, String says) {
    return new Finding(Verdict.PROBLEM, subject, says);
  }

  /** This when the claim holds, else a problem. */
  static Finding either(boolean holds, String subject, String good, String bad) {
    return holds ? ok(subject, good) : problem(subject, bad);
  }
}
