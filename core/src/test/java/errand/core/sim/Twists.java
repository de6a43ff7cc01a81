package errand.core.sim;

import errand.core.app.Tx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows with one method that lies. */
final class Twists {
  private Twists() {}

  /** What a method gives instead. */
  interface Twist<T> {
    @Nullable Object instead(T inner, Call call) throws Throwable;
  }

  /** A call to the rows below. */
  record Call(Object inner, Method method, List<Object> arguments) {
    @Nullable Object honest() throws Throwable {
      return with(arguments.toArray());
    }

    /** What an honest method gives that gives something. */
    Object given() throws Throwable {
      return Objects.requireNonNull(honest());
    }

    /** The same call with other arguments. */
    @Nullable Object with(Object... others) throws Throwable {
      return invoke(inner, method, others);
    }
  }

  /** Transactions whose rows of one kind have one method twisted. */
  static <T> UnaryOperator<Tx> of(Class<T> rows, String method, Twist<T> twist) {
    return tx ->
        (Tx)
            proxy(
                List.of(Tx.class),
                (proxy, called, arguments) -> {
                  Object given = invoke(tx, called, arguments);
                  return rows.equals(called.getReturnType())
                      ? twisted(rows, rows.cast(Objects.requireNonNull(given)), method, twist)
                      : given;
                });
  }

  private static <T> T twisted(Class<T> rows, T inner, String name, Twist<T> twist) {
    return rows.cast(
        proxy(
            List.of(rows),
            (proxy, called, arguments) -> {
              Object[] given = arguments == null ? new Object[0] : arguments;
              return called.getName().equals(name)
                  ? twist.instead(inner, new Call(inner, called, List.of(given)))
                  : invoke(inner, called, given);
            }));
  }

  private static Object proxy(List<Class<?>> types, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        Twists.class.getClassLoader(), types.toArray(Class<?>[]::new), handler);
  }

  private static @Nullable Object invoke(Object on, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      method.setAccessible(true);
      return method.invoke(on, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
