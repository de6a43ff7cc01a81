package errand.server.mqtt;

import errand.core.app.AccessChange;
import errand.server.identity.DeviceAccess;
import errand.server.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the connections of devices that lost the right to be connected. A thread of its own looks at
 * changes in the order they came, so that the caller who made one does not wait.
 */
public final class Evictions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);
  private static final int AT_ONCE_MAX = 1_000;
  private static final int AGAIN_MAX = 5;

  private final DeviceAccess access;
  private final JobsGate gate;
  private final AccountLink link;
  private final BlockingQueue<AccessChange> changes = new LinkedBlockingQueue<>();
  private final Loop loop;

  public Evictions(DeviceAccess access, JobsGate gate, AccountLink link) {
    this.access = access;
    this.gate = gate;
    this.link = link;
    this.loop = new Loop("evictions", this::look);
  }

  public void start() {
    access.whenLost(this::end);
    loop.start();
  }

  /** Something changed; looked at soon. Never blocks. */
  public void changed(AccessChange change) {
    changes.add(change);
  }

  private Duration look() throws InterruptedException {
    var first = changes.take();
    List<AccessChange> batch = new ArrayList<>(List.of(first));
    changes.drainTo(batch, AT_ONCE_MAX);
    review(new LinkedHashSet<>(batch));
    return Duration.ZERO;
  }

  private void review(Set<AccessChange> batch) throws InterruptedException {
    for (int attempt = 1; attempt <= AGAIN_MAX; attempt++) {
      try {
        access.review(batch);
        return;
      } catch (RuntimeException failure) {
        LOG.error("looking at changed rights failed attempt={}", attempt, failure);
        Thread.sleep(100L * attempt);
      }
    }
    // Who cannot be looked at must not stay: all devices come back and are asked who they are.
    link.disconnect(caller -> caller.certificate().isPresent());
  }

  // On a thread of its own: the link waits for goodbyes, and one that drags must not hold up
  // others.
  private void end(DeviceAccess.Client client) {
    var _ =
        Thread.startVirtualThread(
            () -> {
              int ended = link.disconnect(caller -> gate.isOf(caller, client));
              if (ended > 0) {
                LOG.info(
                    "connection ended, its rights are gone certificate={}", client.certificateId());
              }
            });
  }

  @Override
  public void close() {
    loop.close();
  }
}
