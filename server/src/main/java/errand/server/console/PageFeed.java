package errand.server.console;

import errand.server.http.EventStream;
import errand.server.http.HttpAnswer;
import errand.server.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a page watches: asks each operation once a second and tells what has changed since. One
 * thread.
 */
final class PageFeed implements EventStream.Feed {
  private static final long LOOK_EVERY_MILLIS = 1_000;

  /** Looks without news after which the client is shown that the server is still there. */
  private static final int QUIET_LOOKS_MAX = 15;

  private final List<String> watched;
  private final Function<String, Optional<HttpAnswer>> look;
  private final CountDownLatch closed;
  private final Runnable released;
  private final Map<String, byte[]> told = new HashMap<>();
  private final Queue<String> news = new ArrayDeque<>();
  private boolean begun;

  PageFeed(
      List<String> watched,
      Function<String, Optional<HttpAnswer>> look,
      CountDownLatch closed,
      Runnable released) {
    this.watched = List.copyOf(watched);
    this.look = look;
    this.closed = closed;
    this.released = released;
  }

  @Override
  public Optional<String> next() {
    for (int quiet = 0; news.isEmpty() && quiet < QUIET_LOOKS_MAX; quiet++) {
      if (begun && closing()) {
        return Optional.empty();
      }
      begun = true;
      for (String each : watched) {
        Optional<HttpAnswer> answer = look.apply(each);
        if (answer.isEmpty()) {
          return Optional.empty();
        }
        compare(each, answer.get());
      }
    }
    return Optional.of(Optional.ofNullable(news.poll()).orElse(""));
  }

  private boolean closing() {
    try {
      return closed.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void compare(String target, HttpAnswer answer) {
    byte[] before = told.put(target, answer.body());
    if (before == null || !Arrays.equals(before, answer.body())) {
      ObjectNode event = Json.object().put("watch", target).put("status", answer.status());
      Json.parse(new String(answer.body(), StandardCharsets.UTF_8))
          .ifPresent(body -> event.set("body", body));
      news.add(Json.text(event));
    }
  }

  @Override
  public void close() {
    released.run();
  }
}
