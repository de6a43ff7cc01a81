package errand.server.line;

import errand.core.app.Pace;
import errand.core.app.Paces;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the connections of each address over all listeners, before a byte is read or a handshake
 * costs anything. An IPv6 address counts by its first 64 bits, since whoever has one has them all.
 * Threads: any; never blocks.
 */
public final class Admission {
  /** Addresses whose pace is remembered. */
  private static final int PACES_MAX = 50_000;

  private static final int IPV6_PREFIX_BYTES = 8;
  private static final long SAY_EVERY_MICROS = 10_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private final Limits limits;
  private final LongSupplier micros;
  private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();
  private final Optional<Paces<String>> arrivals;
  private final AtomicLong sayAgain = new AtomicLong(Long.MIN_VALUE);

  /**
   * What one address may take.
   *
   * @param connectionsMax open at a time; more are closed at once; 0 for no limit
   * @param perSecondMax new ones a second, and the most at once, each of which costs a handshake;
   *     more are closed at once; 0 for no limit
   */
  public record Limits(int connectionsMax, int perSecondMax) {
    public static final Limits USUAL = new Limits(20_000, 0);

    public Limits {
      if (connectionsMax < 0 || perSecondMax < 0) {
        throw new IllegalArgumentException("a limit below nothing");
      }
    }
  }

  /** A place taken; given back once, however often it is left. */
  @FunctionalInterface
  public interface Place {
    void leave();
  }

  public Admission(Limits limits) {
    this(limits, () -> System.nanoTime() / 1000);
  }

  Admission(Limits limits, LongSupplier micros) {
    this.limits = limits;
    this.micros = micros;
    this.arrivals =
        limits.perSecondMax() == 0
            ? Optional.empty()
            : Optional.of(new Paces<>(new Pace(limits.perSecondMax()), PACES_MAX));
  }

  /** For tests and servers of one's own: everybody comes in. */
  public static Admission unlimited() {
    return new Admission(new Limits(0, 0));
  }

  /** Takes a place for a new connection; empty when its address has too many. */
  public Optional<Place> admit(SocketAddress from) {
    String whose = key(from);
    long now = micros.getAsLong();
    if (arrivals.filter(paces -> !paces.admit(whose, now)).isPresent()) {
      say(whose, "too many a second", now);
      return Optional.empty();
    }
    if (limits.connectionsMax() == 0) {
      return Optional.of(() -> {});
    }
    if (open.merge(whose, 1, Integer::sum) > limits.connectionsMax()) {
      leave(whose);
      say(whose, "too many open", now);
      return Optional.empty();
    }
    var left = new AtomicBoolean();
    return Optional.of(
        () -> {
          if (left.compareAndSet(false, true)) {
            leave(whose);
          }
        });
  }

  private void leave(String whose) {
    open.computeIfPresent(whose, (_, count) -> count > 1 ? count - 1 : null);
  }

  // One line in ten seconds: who is turned away can come back as often as it likes.
  private void say(String whose, String why, long now) {
    long next = sayAgain.get();
    if ((next == Long.MIN_VALUE || now - next >= 0)
        && sayAgain.compareAndSet(next, now + SAY_EVERY_MICROS)) {
      LOG.warn("connection turned away address={} why=\"{}\"", whose, why);
    }
  }

  private static String key(SocketAddress from) {
    if (!(from instanceof InetSocketAddress internet) || internet.getAddress() == null) {
      return "";
    }
    InetAddress address = internet.getAddress();
    return address instanceof Inet6Address six
        ? Arrays.toString(Arrays.copyOf(six.getAddress(), IPV6_PREFIX_BYTES))
        : address.getHostAddress();
  }
}
