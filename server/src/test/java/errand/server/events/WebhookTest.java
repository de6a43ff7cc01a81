package errand.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.hash.Hashing;
import errand.server.wire.event.EventMessages.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One post to a real receiver. */
final class WebhookTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  private static final String SECRET = "a secret";
  private static final Message MESSAGE =
      new Message(
          "id-1",
          "$aws/events/job/j1/completed",
          "{\"jobId\":\"j1\"}".getBytes(StandardCharsets.UTF_8));

  private final Receiver receiver = new Receiver();
  private final Webhook hook =
      new Webhook(
          receiver.address(),
          SECRET,
          "000000000000",
          InstantSource.fixed(T0),
          Duration.ofMillis(500));

  @AfterEach
  void close() {
    hook.close();
    receiver.close();
  }

  @Test
  void a_post_says_what_it_is_and_is_signed_with_the_time() {
    hook.take(MESSAGE);

    long seconds = T0.getEpochSecond();
    var signature =
        Hashing.hmacSha256(SECRET.getBytes(StandardCharsets.UTF_8))
            .hashString(seconds + ".{\"jobId\":\"j1\"}", StandardCharsets.UTF_8);
    assertThat(receiver.posted())
        .containsExactly(
            new Receiver.Posted(
                "/hook",
                "{\"jobId\":\"j1\"}",
                "id-1",
                "$aws/events/job/j1/completed",
                "t=" + seconds + ",v1=" + signature,
                "application/json"));
  }

  @ParameterizedTest
  @EnumSource(names = "WELL", mode = EnumSource.Mode.EXCLUDE)
  void what_is_not_answered_well_and_in_time_was_not_taken(Receiver.Manner manner) {
    receiver.answer(manner);

    assertThatIllegalStateException().isThrownBy(() -> hook.take(MESSAGE));

    assertThat(receiver.posted()).extracting(Receiver.Posted::path).containsExactly("/hook");
    assertThatCode(() -> hook.take(MESSAGE)).doesNotThrowAnyException();
  }

  @Test
  void a_receiver_that_is_not_there_has_not_taken_it() {
    receiver.close();

    assertThatIllegalStateException().isThrownBy(() -> hook.take(MESSAGE));
  }

  @Test
  void its_name_tells_no_token() {
    assertThat(hook.name())
        .isEqualTo("webhook http://127.0.0.1:" + receiver.address().getPort())
        .doesNotContain("secret");
  }
}
