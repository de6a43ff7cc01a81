package errand.core.app;

import java.util.function.Function;

/** What a use case gives back: a value, or why not. */
public sealed interface Answer<T, R> {
  /** The value. */
  record Given<T, R>(T value) implements Answer<T, R> {}

  /** Why not; nothing was changed. */
  record Refused<T, R>(R why) implements Answer<T, R> {}

  static <T, R> Answer<T, R> given(T value) {
    return new Given<>(value);
  }

  static <T, R> Answer<T, R> refused(R why) {
    return new Refused<>(why);
  }

  /** Goes on with the value; a refusal stays. */
  default <U> Answer<U, R> then(Function<? super T, Answer<U, R>> next) {
    return fold(next, Answer::refused);
  }

  /** The same answer in other words. */
  default <U> U fold(Function<? super T, ? extends U> given, Function<? super R, ? extends U> no) {
    return switch (this) {
      case Given<T, R>(T value) -> given.apply(value);
      case Refused<T, R>(R why) -> no.apply(why);
    };
  }
}
