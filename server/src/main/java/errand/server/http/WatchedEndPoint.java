package errand.server.http;

import errand.server.line.Admission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that knows what it is waiting for, and until when.
 *
 * <pre>
 *   opened ─▶ ARRIVING ──head read──▶ BODY ──body read──▶ RUNNING ──answer made──▶ ANSWERING
 *                ▲                                                                   │
 *                └──────────first byte───────── RESTING ◀──────answer taken──────────┘
 * </pre>
 *
 * <p>ARRIVING, BODY and ANSWERING have an end, beyond which the guard makes any of them CUT, which
 * is final. RUNNING has none: a handler may take its time. RESTING is left to the idle timeout. The
 * head is seen by its first byte on the socket, below TLS, so that handshakes count as well. From
 * any of them it may be HANDED_OVER to another protocol, whose user keeps the time; final too.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {
  private final ArrivalGuard guard;
  private volatile Admission.Place place = () -> {};
  private final AtomicReference<Phase> phase;

  WatchedEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      ArrivalGuard guard) {
    super(channel, selector, key, scheduler);
    this.guard = guard;
    phase = new AtomicReference<>(Phase.ending(Stage.ARRIVING, guard.limits().headTimeout()));
  }

  enum Stage {
    ARRIVING,
    BODY,
    RUNNING,
    ANSWERING,
    RESTING,
    HANDED_OVER,
    CUT
  }

  private record Phase(Stage stage, boolean ends, long endNanos) {

    static Phase ending(Stage stage, Duration in) {
      return new Phase(stage, true, System.nanoTime() + in.toNanos());
    }

    static Phase endless(Stage stage) {
      return new Phase(stage, false, 0);
    }

    boolean last() {
      return stage == Stage.CUT || stage == Stage.HANDED_OVER;
    }

    boolean over(Duration grace) {
      return ends && System.nanoTime() - endNanos - grace.toNanos() >= 0;
    }
  }

  /** The connection under a request; under TLS it is wrapped. */
  static WatchedEndPoint of(Request request) {
    return of(request.getConnectionMetaData().getConnection().getEndPoint());
  }

  static WatchedEndPoint of(EndPoint top) {
    var found = top;
    while (found instanceof EndPoint.Wrapper wrapper) {
      found = wrapper.unwrap();
    }
    return (WatchedEndPoint) found;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    guard.watch(this);
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    guard.forget(this);
    place.leave();
    super.onClose(cause);
  }

  /** Takes a place, which is given back when the connection closes; or closes it at once. */
  void comeIn(Admission admission) {
    admission
        .admit(getRemoteSocketAddress())
        .ifPresentOrElse(
            taken -> {
              place = taken;
              if (!isOpen()) {
                taken.leave();
              }
            },
            this::close);
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    var filled = super.fill(buffer);
    if (filled > 0 && phase.get().stage() == Stage.RESTING) {
      enter(Phase.ending(Stage.ARRIVING, guard.limits().headTimeout()));
    }
    return filled;
  }

  void readsBody() {
    enter(Phase.ending(Stage.BODY, guard.limits().bodyTimeout()));
  }

  void runs() {
    enter(Phase.endless(Stage.RUNNING));
  }

  void answers() {
    enter(Phase.ending(Stage.ANSWERING, guard.limits().answerTimeout()));
  }

  void rests() {
    enter(Phase.endless(Stage.RESTING));
  }

  void handsOver() {
    enter(Phase.endless(Stage.HANDED_OVER));
  }

  private void enter(Phase next) {
    phase.updateAndGet(now -> now.last() ? now : next);
  }

  /** Whether the present phase is over its time. */
  boolean late() {
    return phase.get().over(Duration.ZERO);
  }

  /** Closes the connection when it is over its time by more than this. */
  void cutWhenLate(Duration grace) {
    var seen = phase.get();
    // Compared, so that a request that just made it is not cut by an old look.
    if (seen.over(grace) && phase.compareAndSet(seen, Phase.endless(Stage.CUT))) {
      close(new TooSlow(seen.stage()));
    }
  }

  /** Why a connection was cut; quiet, so that slow clients cannot fill the log. */
  private static final class TooSlow extends IOException implements QuietException {
    private static final long serialVersionUID = 1L;

    TooSlow(Stage stage) {
      super("too slow while " + stage);
    }
  }
}
