package errand.server.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import errand.server.wire.device.Quirk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the words behind {@code errand serve} reaches the server. */
final class ServeOptionsTest {
  @TempDir private Path data = Path.of("");

  private Starter.Options options(String... more) {
    var seen = new AtomicReference<Starter.Options>();
    Starter starter =
        (options, _) -> {
          seen.set(options);
          throw new IllegalStateException("this server does not start");
        };
    var words = new ArrayList<>(List.of("serve", "--data", data.toString()));
    words.addAll(List.of(more));

    assertThat(Commands.run(starter, words.toArray(String[]::new))).isNotZero();

    assertThat(seen.get()).isNotNull();
    return seen.get();
  }

  @Test
  void without_a_word_there_is_no_quirk_and_every_limit_is_the_usual_one() {
    var options = options();

    assertThat(options.quirks()).isEmpty();
    assertThat(options.limits()).isEqualTo(Starter.Limits.USUAL);
  }

  @Test
  void quirks_and_limits_of_mqtt_may_be_given_again_and_again() {
    var options =
        options(
            "--quirk",
            "describe-ended",
            "--quirk",
            "no-thing-name",
            "--mqtt-limit",
            "subscriptions=9",
            "--mqtt-limit",
            "topic-bytes=99");

    assertThat(options.quirks()).containsExactly("describe-ended", "no-thing-name");
    assertThat(options.limits().mqtt()).isEqualTo(Map.of("subscriptions", 9, "topic-bytes", 99));
  }

  @Test
  void the_help_names_every_quirk() {
    var serve =
        Commands.line(
                (_, _) -> {
                  throw new IllegalStateException("nothing is started");
                })
            .getSubcommands()
            .get("serve");
    var help = requireNonNull(serve).getUsageMessage().replaceAll("\\s+", "");

    for (var quirk : Quirk.values()) {
      assertThat(help).contains(quirk.word() + ":");
      assertThat(Quirk.named(quirk.word())).isEqualTo(quirk);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quirk.named("describe"))
        .withMessageStartingWith("no quirk describe; there are describe-ended, ");
  }
}
