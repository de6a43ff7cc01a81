package errand.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * Cuts connections off that send or take too slowly, however many bytes they dribble.
 *
 * <p>One timer looks at all connections a few times within the shortest timeout. Jetty's own idle
 * timeout cannot do this, as every byte starts it again, and a least data rate would punish a slow
 * handler.
 */
final class ArrivalGuard extends AbstractLifeCycle {
  private static final Duration LOOK_EVERY_MAX = Duration.ofSeconds(1);

  private final HttpLimits limits;
  private final Duration lookEvery;
  private final Set<WatchedEndPoint> watched = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorScheduler timer =
      new ScheduledExecutorScheduler("http-guard", true);

  ArrivalGuard(HttpLimits limits) {
    this.limits = limits;
    var shortest =
        Duration.ofNanos(
            Math.min(
                limits.headTimeout().toNanos(),
                Math.min(limits.bodyTimeout().toNanos(), limits.answerTimeout().toNanos())));
    var quarter = shortest.dividedBy(4);
    lookEvery = quarter.compareTo(LOOK_EVERY_MAX) < 0 ? quarter : LOOK_EVERY_MAX;
  }

  HttpLimits limits() {
    return limits;
  }

  void watch(WatchedEndPoint endPoint) {
    watched.add(endPoint);
  }

  void forget(WatchedEndPoint endPoint) {
    watched.remove(endPoint);
  }

  @Override
  protected void doStart() throws Exception {
    timer.start();
    lookAgain();
  }

  @Override
  protected void doStop() throws Exception {
    timer.stop();
  }

  private void lookAgain() {
    timer.schedule(this::look, lookEvery.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void look() {
    try {
      // One look of grace, in which a body's reader can still answer 408 by itself.
      watched.forEach(each -> each.cutWhenLate(lookEvery));
    } finally {
      lookAgain();
    }
  }
}
