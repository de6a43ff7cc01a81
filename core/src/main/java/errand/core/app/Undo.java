package errand.core.app;

import java.util.function.Supplier;

/** Takes a refusal out of the middle of a transaction, so that what was done before is undone. */
final class Undo {
  private Undo() {}

  /** The value; a refusal is thrown, to arrive at {@link #around}. */
  static <T> T orUndo(Answer<T, ControlRefusal> answer) {
    return switch (answer) {
      case Answer.Given<T, ControlRefusal>(var value) -> value;
      case Answer.Refused<T, ControlRefusal>(var why) -> throw new UndoneException(why);
    };
  }

  /** Runs a transaction whose work may throw a refusal. */
  static <T> Answer<T, ControlRefusal> around(Supplier<T> transaction) {
    try {
      return Answer.given(transaction.get());
    } catch (UndoneException undone) {
      return Answer.refused(undone.why);
    }
  }

  private static final class UndoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ControlRefusal why;

    UndoneException(ControlRefusal why) {
      super(why.message(), null, false, false);
      this.why = why;
    }
  }
}
