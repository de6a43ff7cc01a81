package errand.server.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import errand.core.app.Quota;
import errand.server.wire.device.Quirk;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
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
  void quotas_are_given_by_name_and_the_others_stay() {
    var options = options("--quota", "active-jobs=9", "--quota", "groups-per-thing=0");

    assertThat(options.limits().quotas())
        .isEqualTo(Map.of(Quota.ACTIVE_JOBS, 9, Quota.GROUPS_PER_THING, 0));
    assertThat(options().limits().quotas()).isEmpty();
  }

  @Test
  void a_quota_that_is_none_or_negative_or_no_number_is_told_and_nothing_starts() {
    assertThat(complaint("--quota", "active-job=9"))
        .contains("--quota knows active-jobs, concurrent-jobs, ")
        .contains("and not active-job");
    assertThat(complaint("--quota", "active-jobs=-1"))
        .contains("--quota active-jobs must be 0 or more, not -1");
    assertThat(complaint("--quota", "active-jobs=many")).contains("'many'").contains("--quota");
    assertThat(complaint("--quota", "active-jobs=2147483648")).contains("2147483648");
    assertThat(complaint("--quota", "active-jobs")).contains("--quota");
  }

  private String complaint(String... more) {
    var line = Commands.line(ServeOptionsTest::noServer);
    var said = new StringWriter();
    line.setErr(new PrintWriter(said));
    var words = new ArrayList<>(List.of("serve", "--data", data.toString()));
    words.addAll(List.of(more));

    assertThat(line.execute(words.toArray(String[]::new))).isNotZero();

    return said.toString();
  }

  private static Serving noServer(Starter.Options options, InstantSource clock) {
    throw new IllegalStateException("nothing is started");
  }

  private static String help() {
    var serve = Commands.line(ServeOptionsTest::noServer).getSubcommands().get("serve");
    return requireNonNull(serve).getUsageMessage().replaceAll("\\s+", "");
  }

  @Test
  void the_help_names_every_quota() {
    var help = help();

    for (var quota : Quota.values()) {
      assertThat(help).contains(quota.key());
    }
  }

  @Test
  void the_help_names_every_quirk() {
    var help = help();

    for (var quirk : Quirk.values()) {
      assertThat(help).contains(quirk.word() + ":");
      assertThat(Quirk.named(quirk.word())).isEqualTo(quirk);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quirk.named("describe"))
        .withMessageStartingWith("no quirk describe; there are describe-ended, ");
  }
}
