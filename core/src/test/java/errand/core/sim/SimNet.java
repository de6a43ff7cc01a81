package errand.core.sim;

import java.time.Duration;

/** Loses, delays, repeats and overtakes messages. */
final class SimNet {
  private static final Duration LEAST = Duration.ofMillis(5);
  private static final Duration CALM_MOST = Duration.ofMillis(200);

  private final World world;
  private final Mix.Net mix;

  SimNet(World world, Mix.Net mix) {
    this.world = world;
    this.mix = mix;
  }

  /** QoS 0: may be lost, may come twice, may be overtaken. */
  void send(Runnable arrival) {
    if (!world.fault(mix.drop())) {
      sendSurely(arrival);
    }
  }

  /** QoS 1: comes once or more. */
  void sendSurely(Runnable arrival) {
    world.after(delay(), arrival);
    if (world.fault(mix.duplicate())) {
      world.after(delay(), arrival);
    }
  }

  private Duration delay() {
    Duration most = world.calm() ? CALM_MOST : Duration.ofSeconds(mix.delaySecondsMax());
    // Mostly quick, now and then slow enough to be overtaken by much.
    return world.chance(0.8) ? world.between(LEAST, CALM_MOST) : world.between(LEAST, most);
  }
}
