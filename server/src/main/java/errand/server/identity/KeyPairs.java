package errand.server.identity;

import java.security.KeyPair;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * RSA pairs made a few ahead, since one costs about 100 ms of processor time.
 *
 * <p>Shared by all threads. Making ahead begins with the first taking, so a server that never
 * issues keys never pays; one background thread refills and ends when the stock is full. Takers who
 * find the stock empty make their own pair, at most {@value #MAKERS_AT_ONCE} at a time: a burst of
 * requests queues here instead of taking the processors from the devices.
 */
final class KeyPairs implements AutoCloseable {
  static final int STOCK_MAX = 8;
  static final int MAKERS_AT_ONCE = 2;

  private final BlockingQueue<KeyPair> stock = new ArrayBlockingQueue<>(STOCK_MAX);
  private final Semaphore makers = new Semaphore(MAKERS_AT_ONCE, true);
  private final AtomicBoolean refilling = new AtomicBoolean();
  private volatile boolean closed;

  /** A pair nobody else gets; blocks while it is made. */
  KeyPair take(KeyKind kind) {
    return switch (kind) {
      case EC_P256 -> kind.generate();
      case RSA_2048 -> takeRsa();
    };
  }

  private KeyPair takeRsa() {
    var ready = stock.poll();
    refillInBackground();
    return ready != null ? ready : makeNow();
  }

  private KeyPair makeNow() {
    makers.acquireUninterruptibly();
    try {
      return KeyKind.RSA_2048.generate();
    } finally {
      makers.release();
    }
  }

  private void refillInBackground() {
    if (!closed && refilling.compareAndSet(false, true)) {
      var _ = Thread.ofPlatform().daemon().name("key-pairs").start(this::refill);
    }
  }

  private void refill() {
    try {
      while (!closed && stock.remainingCapacity() > 0) {
        var _ = stock.offer(KeyKind.RSA_2048.generate());
      }
    } finally {
      refilling.set(false);
    }
  }

  int inStock() {
    return stock.size();
  }

  @Override
  public void close() {
    closed = true;
  }
}
