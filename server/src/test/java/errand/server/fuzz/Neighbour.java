package errand.server.fuzz;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.RunningServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A device with nothing but valid requests: one job after the other, on one connection. */
final class Neighbour {
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CompletableFuture<Integer> done = new CompletableFuture<>();

  private Neighbour() {}

  static Neighbour beside(RunningServer server) {
    var neighbour = new Neighbour();
    Thread.startVirtualThread(
        () -> {
          try {
            neighbour.done.complete(neighbour.work(server));
          } catch (RuntimeException | AssertionError failure) {
            neighbour.done.completeExceptionally(failure);
          }
        });
    return neighbour;
  }

  private int work(RunningServer server) {
    var thing = server.thing();
    var jobs = 0;
    try (var device = MqttProbe.connect(server.doors())) {
      do {
        var job = server.queuedJob(thing);
        var base = "$aws/things/" + thing + "/jobs/";
        var started = device.request(base + "start-next", "{}").json().path("execution");
        if (!started.path("jobId").asString("").equals(job)) {
          throw new AssertionError("started instead of " + job + ": " + started);
        }
        var ended = device.request(base + job + "/update", "{\"status\":\"SUCCEEDED\"}");
        if (!ended.topic().endsWith("/accepted") || !device.isOpen()) {
          throw new AssertionError("not ended: " + ended);
        }
        jobs++;
      } while (!stopping.get());
    }
    return jobs;
  }

  /** How many jobs it has worked off; throws what went wrong. */
  int stop() {
    stopping.set(true);
    return Await.result(done);
  }
}
